import type { OrderCreated, OrderReplay, PayloadDifference } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { listLocationNames } from "../../storage/tables/console-location.ts";
import type { Rehearsal } from "../orders/index.ts";
import { failureWords } from "./attention.ts";
import type { ConsoleParts } from "./console.ts";
import { payloadDifferences } from "./payload-differences.ts";
import { redact } from "./redact.ts";

/**
 * What would become of a past order today, and where that first differs from what happened then. Nothing is sent. Error:
 * `order_not_found`.
 */
export async function replayOrder(
	parts: ConsoleParts & {
		rehearseOrder(key: { org_id: string; order_id: string }): Promise<Rehearsal | undefined>;
	},
	key: { org_id: string; order_id: string },
	may_see_people: boolean,
): Promise<OrderReplay> {
	const { org_id, order_id } = key;
	const rehearsal = isId(order_id) ? await parts.rehearseOrder(key) : undefined;
	if (rehearsal === undefined) throw new HubError("order_not_found");
	const { order, sent, prepared, location_id } = rehearsal;
	const location_ids = [order.location_id, location_id].filter((id) => id !== null);
	const names = await listLocationNames(parts.db, org_id, location_ids);
	const hide = (text: string) => redact(text, may_see_people).text;
	const before: OrderReplay["before"] = {
		outcome: sent !== undefined ? "sent" : order.verdict === "failed" ? "refused" : "nothing",
		...placeOf(order.location_id, names),
		...(order.verdict === "failed" && { refusal: failureWords(order.verdict_reason) }),
		...(sent !== undefined && { payload: hide(sent) }),
	};
	const refusal = "refusal" in prepared ? prepared.refusal : undefined;
	const body = "body" in prepared ? prepared.body : undefined;
	const today: OrderReplay["today"] = {
		outcome: refusal === undefined ? "sent" : "refused",
		...placeOf(location_id, names),
		...(refusal && { refusal: refusal.error_message, failure_reason: refusal.failure_reason }),
		invalid_items: refusal?.invalid_item_ids ?? [],
		...(body !== undefined && { payload: hide(body) }),
	};
	const differences =
		before.payload !== undefined && today.payload !== undefined
			? payloadDifferences(objectOf(before.payload), objectOf(today.payload))
			: [];
	const first_difference = firstDifference(before, today, differences);
	return {
		...{ order_id, at: parts.clock.now(), before, today },
		is_same: first_difference === undefined,
		...(first_difference && { first_difference }),
		differences,
	};
}

/** In the order in which an order goes through the checks: where to, is it open, is it paid, what is on it, how is it written. */
function firstDifference(
	before: OrderReplay["before"],
	today: OrderReplay["today"],
	differences: readonly PayloadDifference[],
): OrderReplay["first_difference"] {
	if (before.location_id !== today.location_id) {
		const [was, is] = [before, today].map((side) => side.location_name ?? side.location_id ?? "no location");
		return { step: "routing", sentence: `Then its store went to ${was}, today it goes to ${is}.` };
	}
	if (before.outcome === "refused" && today.outcome === "refused") {
		if (before.refusal === failureWords(today.failure_reason ?? null)) return undefined;
		const sentence = `Then it failed because ${before.refusal}; today: ${today.refusal}.`;
		return { step: stepOf(today.failure_reason), sentence };
	}
	if (today.outcome === "refused")
		return { step: stepOf(today.failure_reason), sentence: `Today it would be refused: ${today.refusal}.` };
	if (before.outcome === "refused")
		return { step: "items", sentence: `Then it failed because ${before.refusal}; today it would go to the POS.` };
	const [difference] = differences;
	return difference && { step: "conversion", sentence: sentenceOf(difference), difference };
}

function stepOf(reason: string | undefined): NonNullable<OrderReplay["first_difference"]>["step"] {
	if (reason === "location_not_found") return "routing";
	if (reason === "restaurant_not_accepting_orders") return "store_status";
	return "items";
}

function sentenceOf({ pointer, left, right }: PayloadDifference): string {
	const show = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value)).slice(0, 120);
	return `Today the POS would get ${show(right)} at ${pointer}, where it got ${show(left)}.`;
}

function placeOf(location_id: string | null, names: ReadonlyMap<string, string>) {
	const location_name = location_id === null ? undefined : names.get(location_id);
	return { ...(location_id && { location_id }), ...(location_name && { location_name }) };
}

function objectOf(payload: string): unknown {
	return (JSON.parse(payload) as OrderCreated).object;
}
