import { normalizeDspSubmission } from "@ticketrail/contract";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import type { Cancellation, Placed, Submission } from "../features/orders/index.ts";
import { BODY_LIMITS, type Endpoint, endpoint } from "./endpoint.ts";
import { type FindProvider, invalidField, signedProvider } from "./signed.ts";

/**
 * `POST /order/{provider_slug}` (contract.md C.4): new and cancelled orders of a DSP, strict or lenient. Which of the two
 * follows from the fields that are there; `type` is only a hint (F-11). The answer comes when the order is durable; a
 * repeat gets the same answer (E.12).
 */
export function dspOrders(deps: {
	findProvider: FindProvider;
	place: (submission: Submission) => Promise<Placed>;
	cancel: (cancellation: Cancellation) => Promise<{ order_id: string }>;
}): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/order/{provider_slug}",
			auth: "signature",
			summary: "A DSP submits or cancels an order",
			description: "contract.md C.4. Signed with Stream-Webhook-Signature over the raw body.",
			params: Type.Object({ provider_slug: Type.String() }),
			body_limit: BODY_LIMITS.order,
			replies: { 200: Type.Object({ order_id: Type.String() }) },
			errors: ["provider_not_found", "signature_missing", "signature_mismatch", "location_not_found", "unavailable"],
			handler: async (call) => {
				const provider = await signedProvider(call, call.params.provider_slug, "dsp", deps.findProvider);
				const submission = normalizeDspSubmission(call.json());
				if (submission.kind === "invalid") throw invalidField(submission.problems[0]);
				const common = {
					slug: provider.slug,
					dsp_location_id: submission.location_id,
					body: call.raw_body.toString("utf8"),
				};
				if (submission.kind === "new_order") {
					const placed = await deps.place({
						...common,
						dsp_order_id: submission.order.id,
						verdict_deadline_s: provider.settings.verdict_deadline_s,
					});
					return { status: 200, body: { order_id: placed.order_id } };
				}
				if (submission.kind === "cancel_order") {
					const { order_id } = await deps.cancel({ ...common, dsp_order_id: submission.order_id });
					return { status: 200, body: { order_id } };
				}
				throw new HubError("invalid_field", {
					param: "/type",
					detail: "This hub takes new orders (with `order`) and cancellations (with `order_id`) here",
				});
			},
		}),
	];
}
