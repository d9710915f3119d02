import { expect } from "vitest";
import type { DeliveryTown, Shop } from "./delivery-town.ts";
import type { Cell } from "./table.ts";

/** A suite of cells on one town. */
export type DeliveryFaults = (cell: Cell, open: () => DeliveryTown) => void;

let orders = 0;

/** An order id that says what befell it. */
export function orderId(what: string): string {
	return `${what}-${++orders}`;
}

/**
 * What holds for an order that the POS may or may not have: where it dedupes or can be asked, it is accepted, once, if it
 * is there; where neither, nobody asks again and the channel hears in time that it failed.
 */
export async function expectAsPromised(cell: Cell, shop: Shop, id: string): Promise<void> {
	const verdict = await shop.verdictOn(id);
	const creates = shop.line.createsOf(id);
	expect(shop.ticketsOf(id).length, `tickets of ${id}`).toBeLessThanOrEqual(1);
	if (cell.contract !== "dedupes_by_order_id") expect(creates.length, `requests for ${id}`).toBe(1);
	const alike = new Set(creates.map(({ headers, body }) => `${headers["idempotency-key"]} ${body}`));
	expect(alike.size, `different requests for ${id}`).toBe(1);
	const expected = cell.contract === "at_most_once" ? "location.order.fail" : "location.order.accept";
	expect(verdict.type, `verdict on ${id}`).toBe(expected);
	expectOneVerdict(shop, id);
}

export function expectOneVerdict(shop: Shop, id: string): void {
	const verdicts = new Set(shop.verdictsOn(id).map((event) => JSON.stringify(event)));
	expect(verdicts.size, `different verdicts on ${id}`).toBe(1);
}

/** Where the loss of an answer can be made good in time, a patient channel shows it; where it cannot, a hasty one. */
export function shopFor(cell: Cell, town: DeliveryTown): Shop {
	return cell.contract === "at_most_once" ? town.hasty : town.patient;
}
