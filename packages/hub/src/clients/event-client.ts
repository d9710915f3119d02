import { EVENT_SIGNATURE_HEADER, signBody } from "@ticketrail/contract";
import type { Outcome } from "../base/outcome.ts";
import type { Egress } from "./egress.ts";

/** The hub's side of the events contract (contract.md D.1). */
export interface EventClient {
	/**
	 * POST one event to an event partner, signed with its secret (contract.md E.11, F-27). Every attempt of one event has
	 * the same bytes and the same `Idempotency-Key`; any 2xx is success (E.15).
	 */
	send(partner: { url: string; secret: string }, body: string, idempotency_key: string): Promise<Outcome>;
}

const ANSWER_BYTES_MAX = 64 * 1024;

export function createEventClient({ egress }: { egress: Egress }): EventClient {
	return {
		send: ({ url, secret }, body, idempotency_key) =>
			egress.send({
				method: "POST",
				url,
				headers: {
					"content-type": "application/json",
					"accept-encoding": "identity",
					"idempotency-key": idempotency_key,
					[EVENT_SIGNATURE_HEADER]: signBody(secret, body),
				},
				body,
				max_bytes: ANSWER_BYTES_MAX,
			}),
	};
}
