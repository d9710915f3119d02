import { normalizeDspSubmission, problemOfDelivery } from "@ticketrail/contract";
import { Type } from "typebox";
import type { Log } from "../base/log.ts";
import type { StoreNews } from "../features/locations/index.ts";
import type { Cancellation, CourierNews, Placed, Submission } from "../features/orders/index.ts";
import { BODY_LIMITS, type Endpoint, endpoint } from "./endpoint.ts";
import { type FindProvider, invalidField, signedProvider } from "./signed.ts";

/**
 * `POST /order/{provider_slug}` (contract.md C.4): new and cancelled orders of a DSP, the progress of its couriers, and the
 * status of its stores, strict or lenient. Which of the four follows from the fields that are there; `type` is only a hint
 * (F-11). The answer comes when it is durable; a repeat gets the same answer (E.12).
 */
export function dspOrders(deps: {
	log: Log;
	findProvider: FindProvider;
	place: (submission: Submission) => Promise<Placed>;
	cancel: (cancellation: Cancellation) => Promise<{ order_id: string }>;
	followCourier: (news: CourierNews) => Promise<{ order_id: string }>;
	noteStoreStatus: (news: StoreNews) => Promise<boolean>;
}): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/order/{provider_slug}",
			auth: "signature",
			summary: "A DSP submits or cancels an order, tells of its courier, or pauses its own store",
			description: "contract.md C.4. Signed with Stream-Webhook-Signature over the raw body.",
			params: Type.Object({ provider_slug: Type.String() }),
			body_limit: BODY_LIMITS.order,
			replies: {
				200: Type.Object({ order_id: Type.Optional(Type.String({ description: "Of all but a store status" })) }),
			},
			errors: [
				"provider_not_found",
				"signature_missing",
				"signature_mismatch",
				"location_not_found",
				"order_not_found",
				"unavailable",
			],
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
					const problem = problemOfDelivery(submission.order);
					if (problem !== undefined) throw invalidField(problem);
					const placed = await deps.place({
						...common,
						dsp_order_id: submission.order.id,
						verdict_deadline_s: provider.settings.verdict_deadline_s,
						order: submission.order,
					});
					const { order_id, is_duplicate } = placed;
					call.isAbout(placed.org_id);
					// what was rounded or left out on the way in (contract.md F.1.4, C.5.1)
					const [note] = is_duplicate ? [] : submission.notes;
					if (note !== undefined) {
						const { path: param, message: reason } = note;
						const count = submission.notes.length;
						deps.log.info("order.adjusted", { order_id, slug: provider.slug, param, reason, count });
					}
					return { status: 200, body: { order_id } };
				}
				if (submission.kind === "cancel_order") {
					const { order_id } = await deps.cancel({ ...common, dsp_order_id: submission.order_id });
					return { status: 200, body: { order_id } };
				}
				if (submission.kind === "delivery_status_update") {
					const { order_id: dsp_order_id, delivery_status, driver_details } = submission;
					const news = { ...common, dsp_order_id, delivery_status, driver_details };
					return { status: 200, body: await deps.followCourier(news) };
				}
				await deps.noteStoreStatus({ ...common, status_update: submission.status_update });
				return { status: 200, body: {} };
			},
		}),
	];
}
