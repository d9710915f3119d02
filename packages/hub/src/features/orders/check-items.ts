import type { FailureReason } from "@ticketrail/contract";
import type { Sellable } from "../catalog/index.ts";

/** A line or modifier of a DSP's order, as far as the check needs it. */
export interface OrderedThing {
	id: string;
	item_id?: string | null | undefined;
	name: string;
	price: number;
	modifiers?: readonly OrderedThing[] | null | undefined;
}

/** Why an order cannot go to the POS, in the DSP's own ids (contract.md E.8). */
export interface Refusal {
	failure_reason: FailureReason;
	invalid_item_ids: string[];
	error_message: string;
}

/**
 * The hub's own check before it sends: a POS may skip unknown lines silently (contract.md B.5.6), and an item may cost
 * the same as or more than the POS's price, never less (B.6). The first kind of fault found decides; all lines at fault
 * of that kind are named.
 */
export function checkItems(
	items: readonly OrderedThing[],
	catalog: ReadonlyMap<string, Sellable>,
): Refusal | undefined {
	const things = items.flatMap(withModifiers);
	if (things.length === 0)
		return { failure_reason: "order_validation_error", invalid_item_ids: [], error_message: "The order has no items" };
	const unknown = things.filter(({ id }) => catalog.get(id)?.is_retired !== false);
	if (unknown.length > 0) return refusal("pos_missing_items", unknown, "is not on the menu of the POS");
	const soldOut = things.filter(({ id, item_id }) => !catalog.get(id)?.is_active || isFamilyOff(item_id, catalog));
	if (soldOut.length > 0) return refusal("items_unavailable", soldOut, "is sold out");
	const tooCheap = items.flatMap((line) =>
		withModifiers(line).filter(({ id, price }) => price < leastPrice(catalog.get(id), catalog.get(line.id))),
	);
	if (tooCheap.length > 0)
		return refusal("order_validation_error", tooCheap, "is priced below the POS (price mismatch)");
	return undefined;
}

/** Every id that the check must look up: lines, their parents and modifiers to any depth. */
export function orderedIds(items: readonly OrderedThing[]): string[] {
	return [...new Set(items.flatMap(withModifiers).flatMap(({ id, item_id }) => (item_id ? [id, item_id] : [id])))];
}

/** What a thing costs at least on this line: a modifier may be cheaper with one size than in general (contract.md C.6.2). */
function leastPrice(thing: Sellable | undefined, line: Sellable | undefined): number {
	const general = thing?.least_price ?? 0;
	const here =
		thing === undefined || thing.kind !== "modifier" ? undefined : line?.modifier_prices?.get(thing.provider_id);
	return here === undefined ? general : Math.min(general, here);
}

function withModifiers(thing: OrderedThing): OrderedThing[] {
	return [thing, ...(thing.modifiers ?? []).flatMap(withModifiers)];
}

function isFamilyOff(item_id: string | null | undefined, catalog: ReadonlyMap<string, Sellable>): boolean {
	const family = item_id ? catalog.get(item_id) : undefined;
	return family !== undefined && !family.is_active;
}

function refusal(failure_reason: FailureReason, things: readonly OrderedThing[], what: string): Refusal {
	const names = [...new Set(things.map((thing) => thing.name || thing.id))];
	return {
		failure_reason,
		invalid_item_ids: [...new Set(things.map((thing) => thing.id))],
		error_message: `${names.slice(0, 5).join(", ")} ${what}`,
	};
}
