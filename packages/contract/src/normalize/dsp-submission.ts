import { compile } from "../compile.ts";
import type { PosDriverDetails } from "../driver.ts";
import type { DspOrder } from "../dsp/order.ts";
import { DspOrderSubmission } from "../dsp/order-submission.ts";
import type { StoreStatus } from "../dsp/store-status.ts";
import type { FieldProblem } from "../problem-text.ts";
import { CANCEL_REASONS, CANCEL_SOURCES, type CancelReason, type CancelSource } from "../values/order.ts";
import { normalizeDspOrder } from "./dsp-order.ts";

/** What a DSP submitted, in one form; `type` is what the DSP called it, a hint only (F-11). */
export type DspSubmission =
	| { kind: "new_order"; type?: string; location_id: string; order: DspOrder; notes: FieldProblem[] }
	| {
			kind: "cancel_order";
			type?: string;
			location_id: string;
			order_id: string;
			cancel_reason?: CancelReason;
			/** The DSP's own words, when they are none of the known reasons. */
			cancel_reason_text?: string;
			cancel_source?: CancelSource;
	  }
	| { kind: "store_status_update"; type?: string; location_id: string; status_update: StoreStatus }
	| {
			kind: "delivery_status_update";
			type?: string;
			location_id: string;
			order_id: string;
			delivery_status: string;
			driver_details?: PosDriverDetails;
	  }
	| { kind: "invalid"; problems: FieldProblem[] };

const check = compile(DspOrderSubmission);

/**
 * Read the body of `POST /order/{partner_id}`, strict or as live DSPs send it, contract.md C.4, C.5. Which of the four
 * messages it is follows from the property that exists: `order`, else `status_update`, else `delivery_status`, else
 * `order_id`, which cancels. Defaults of C.5.2 are filled in; `notes` tell what was changed on the way. A body that is
 * none of the four, or that lacks what its kind needs, is `invalid`.
 */
export function normalizeDspSubmission(raw: unknown): DspSubmission {
	const checked = check(raw);
	if (!checked.ok) return { kind: "invalid", problems: checked.problems };
	const { type, location_id, order, status_update, delivery_status, driver_details, order_id, ...cancel } =
		checked.value;
	const envelope = { ...(type === undefined ? {} : { type }), location_id };
	if (order !== undefined) {
		const normalized = normalizeDspOrder(order);
		return "problems" in normalized
			? { kind: "invalid", ...normalized }
			: { kind: "new_order", ...envelope, ...normalized };
	}
	if (status_update !== undefined) return { kind: "store_status_update", ...envelope, status_update };
	if (order_id === undefined) return { kind: "invalid", problems: [missing(delivery_status !== undefined)] };
	if (delivery_status !== undefined) {
		const driver = driver_details === undefined ? {} : { driver_details };
		return { kind: "delivery_status_update", ...envelope, order_id, delivery_status, ...driver };
	}
	return { kind: "cancel_order", ...envelope, order_id, ...readCancel(cancel) };
}

function missing(isDelivery: boolean): FieldProblem {
	if (isDelivery) return { path: "/order_id", message: "is missing" };
	return { path: "", message: "must have one of order, status_update, delivery_status, order_id" };
}

/** Any text is a reason; text that is no known reason counts as `other` and is kept (contract.md E.9). */
function readCancel({ cancel_reason, cancel_source }: Pick<DspOrderSubmission, "cancel_reason" | "cancel_source">) {
	const is_known = CANCEL_REASONS.includes(cancel_reason as CancelReason);
	return {
		...(cancel_reason === undefined
			? {}
			: { cancel_reason: is_known ? (cancel_reason as CancelReason) : ("other" as const) }),
		...(cancel_reason === undefined || is_known ? {} : { cancel_reason_text: cancel_reason }),
		...(cancel_source === undefined ? {} : { cancel_source: knownSource(cancel_source) }),
	};
}

function knownSource(source: string): CancelSource {
	return CANCEL_SOURCES.find((known) => known === source) ?? "unknown";
}
