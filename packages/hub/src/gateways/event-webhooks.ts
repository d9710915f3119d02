import { compile, EventWebhook, OrderAssignDriver, SIGNATURE_HEADER, verifySignature } from "@ticketrail/contract";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import type { Log } from "../base/log.ts";
import type { DriverAssignment } from "../features/orders/index.ts";
import { type Call, type Endpoint, endpoint } from "./endpoint.ts";
import { invalidField } from "./signed.ts";

/** What the gateway needs to know of an event partner. */
interface Sender {
	slug: string;
	/** what it may sign with */
	secrets: readonly string[];
	/** by our location id; undefined = every location */
	locations: ReadonlyMap<string, unknown> | undefined;
}

const readEnvelope = compile(EventWebhook);
const readAssignment = compile(OrderAssignDriver);

/**
 * `POST /events/{partner_slug}/webhook` (contract.md D.3): an event provider names the courier of an order that it heard of.
 * A type that is not known is answered 200 with a note (F.1.1).
 */
export function eventWebhooks(deps: {
	log: Log;
	findPartner: (slug: string) => Sender | undefined;
	assignDriver: (assignment: DriverAssignment) => Promise<"applied" | "ignored">;
}): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/events/{partner_slug}/webhook",
			auth: "signature",
			summary: "An event provider reports the courier of an order",
			description: "contract.md D.3. Signed with Stream-Webhook-Signature over the raw body.",
			params: Type.Object({ partner_slug: Type.String() }),
			replies: {
				200: Type.Object({ received: Type.Literal(true), effect: Type.String(), note: Type.Optional(Type.String()) }),
			},
			errors: ["provider_not_found", "signature_missing", "signature_mismatch", "order_not_found"],
			handler: async (call) => {
				const partner = signedPartner(call, call.params.partner_slug, deps.findPartner);
				const envelope = readEnvelope(call.json());
				if (!envelope.ok) throw invalidField(envelope.problems[0]);
				const { type } = envelope.value;
				if (type !== "order.assign.driver") {
					const note = `the type ${JSON.stringify(type)} is not known here`;
					return { status: 200, body: { received: true as const, effect: "none", note } };
				}
				const read = readAssignment(envelope.value);
				if (!read.ok) throw invalidField(read.problems[0]);
				const effect = await deps.assignDriver({
					slug: partner.slug,
					object: read.value.object,
					evidence: call.raw_body.toString("utf8"),
					may_speak_of: (location_id) => partner.locations?.has(location_id) ?? true,
				});
				deps.log.info("event_webhook.received", { slug: partner.slug, type, effect });
				return { status: 200, body: { received: true as const, effect } };
			},
		}),
	];
}

function signedPartner(
	call: Pick<Call, "headers" | "raw_body">,
	slug: string,
	findPartner: (slug: string) => Sender | undefined,
): Sender {
	const partner = findPartner(slug);
	if (partner === undefined)
		throw new HubError("provider_not_found", {
			detail: `No event partner with the slug ${JSON.stringify(slug)} is registered here`,
		});
	const header = call.headers[SIGNATURE_HEADER];
	const signature = typeof header === "string" ? header : undefined;
	const verified = verifySignature({ raw_body: call.raw_body, signature, secrets: partner.secrets });
	if (verified.ok) return partner;
	throw new HubError(verified.reason === "missing" ? "signature_missing" : "signature_mismatch", {
		param: SIGNATURE_HEADER,
		detail: verified.hint,
	});
}
