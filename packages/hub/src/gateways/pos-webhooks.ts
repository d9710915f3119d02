import { Type } from "typebox";
import { type PosWebhookParts, receivePosWebhook } from "../features/webhooks/index.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { type FindProvider, invalidField, signedProvider } from "./signed.ts";

/**
 * `POST /pos/{provider_slug}/webhook` (contract.md B.7). Answers exactly 200 with JSON to every well-signed body, also
 * for a location or type that is not ours (F.1.8). A webhook is a hint: a repeat is acted on again and harms nothing,
 * because real systems send equal bytes for different changes (design.md section 6).
 */
export function posWebhooks(deps: PosWebhookParts & { findProvider: FindProvider }): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/pos/{provider_slug}/webhook",
			auth: "signature",
			summary: "A POS reports a change of its catalog, a location or an order",
			description: "contract.md B.7. Signed with Stream-Webhook-Signature over the raw body.",
			params: Type.Object({ provider_slug: Type.String() }),
			replies: {
				200: Type.Object({
					received: Type.Literal(true),
					effect: Type.String(),
					note: Type.Optional(Type.String()),
					order_id: Type.Optional(Type.String({ description: "of an in-store order, contract.md B.8" })),
				}),
			},
			errors: ["provider_not_found", "signature_missing", "signature_mismatch"],
			handler: async (call) => {
				const provider = await signedProvider(call, call.params.provider_slug, "pos", deps.findProvider);
				const effect = await receivePosWebhook(deps, provider.slug, call.json(), call.raw_body.toString("utf8"));
				if ("problems" in effect) throw invalidField(effect.problems[0]);
				return { status: 200, body: { received: true as const, ...effect } };
			},
		}),
	];
}
