import type { ConnectionReply, DspLocation } from "@ticketrail/contract";
import type { Clock } from "../base/clock.ts";
import type { Outcome } from "../base/outcome.ts";
import { bearerCall } from "./bearer-call.ts";
import type { Egress } from "./egress.ts";
import { LIST_BYTES_MAX, readLocations } from "./locations.ts";
import { authorizeUrl, requestTokens, type TokenSet } from "./oauth.ts";
import type { Provider } from "./provider.ts";
import { asRecord, type ClientResult, failed, isDone, readJson } from "./reply.ts";

/**
 * The hub's side of the DSP contract (contract.md C.1 to C.3). `location_id` is the DSP's own. A 401 is handed to the
 * caller as it came.
 */
export interface DspClient {
	/** Where the merchant's browser signs in (contract.md C.2.1). */
	authorizeUrl(provider: Provider, redirect_uri: string): string;
	/** Turn a code into tokens. The DSP contract has no `redirect_uri` here, so the given one is not sent (F-4). */
	exchangeCode(provider: Provider, grant: { code: string; redirect_uri?: string }): Promise<ClientResult<TokenSet>>;
	refresh(provider: Provider, refresh_token: string): Promise<ClientResult<TokenSet>>;
	/** All stores that the token reaches (contract.md C.2.3). */
	listLocations(provider: Provider, access_token: string): Promise<ClientResult<{ locations: DspLocation[] }>>;
	/** The store is connected now: at its first menu, not before (contract.md C.2.4). */
	connect(provider: Provider, access_token: string, location_id: string): Promise<Outcome>;
	/** Whether the DSP shows the store as connected. */
	connection(provider: Provider, access_token: string, location_id: string): Promise<ClientResult<ConnectionReply>>;
	disconnect(provider: Provider, access_token: string, location_id: string): Promise<Outcome>;
	/**
	 * Send one event (contract.md C.3); the answer's body means nothing. Every attempt of one event has the same bytes and
	 * the same `Idempotency-Key`. `deadline_ms`: the time that is left, from now.
	 */
	sendEvent(
		provider: Provider,
		access_token: string,
		body: string,
		idempotency_key: string,
		limits?: { deadline_ms: number },
	): Promise<Outcome>;
}

const ANSWER_BYTES_MAX = 1024 * 1024;

export function createDspClient(parts: { egress: Egress; clock: Clock }): DspClient {
	const { egress } = parts;
	return {
		authorizeUrl,
		exchangeCode: (provider, { code }) => requestTokens(parts, provider, { grant_type: "authorization_code", code }),
		refresh: (provider, refresh_token) =>
			requestTokens(parts, provider, { grant_type: "refresh_token", refresh_token }),
		async listLocations(provider, access_token) {
			const call = { method: "GET", path: "locations", max_bytes: LIST_BYTES_MAX } as const;
			return readLocations(await bearerCall(egress, provider, access_token, call), [access_token]);
		},
		connect: (provider, access_token, location_id) => change("POST", provider, access_token, location_id),
		disconnect: (provider, access_token, location_id) => change("DELETE", provider, access_token, location_id),
		async connection(provider, access_token, location_id) {
			const call = { method: "GET", path: "connection", query: { location_id }, max_bytes: ANSWER_BYTES_MAX } as const;
			const outcome = await bearerCall(egress, provider, access_token, call);
			if (!isDone(outcome)) return failed(outcome, [access_token]);
			const { connected } = asRecord(readJson(outcome.body));
			if (typeof connected === "boolean") return { ok: true, value: { connected, location_id } };
			return { ok: false, outcome, message: `answered ${outcome.status} without connected`, refused: false };
		},
		sendEvent(provider, access_token, body, idempotency_key, limits) {
			return bearerCall(egress, provider, access_token, {
				method: "POST",
				path: "event",
				headers: { "idempotency-key": idempotency_key },
				body,
				max_bytes: ANSWER_BYTES_MAX,
				...limits,
			});
		},
	};

	function change(method: "POST" | "DELETE", provider: Provider, access_token: string, location_id: string) {
		const body = JSON.stringify({ location_id });
		return bearerCall(egress, provider, access_token, {
			method,
			path: "connection",
			body,
			max_bytes: ANSWER_BYTES_MAX,
		});
	}
}
