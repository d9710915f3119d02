import { expect, test } from "vitest";
import type { Sellable } from "../catalog/index.ts";
import { checkItems } from "./check-items.ts";

const sellable = (id: string, least_price: number, change: Partial<Sellable> = {}): [string, Sellable] => [
	id,
	{
		...{ stream_id: id, kind: "item", provider_id: `pos-${id}`, sold_as: null, name: id, price_currency: "USD" },
		...{ is_active: true, is_retired: false, least_price, ...change },
	},
];
const oat = sellable("oat", 75, { kind: "modifier" });
const small = sellable("small", 300, { modifier_prices: new Map([["pos-oat", 50]]) });
const large = sellable("large", 400, { modifier_prices: new Map([["pos-oat", 95]]) });
const catalog = new Map([oat, small, large]);
const order = (size: string, price: number) => [
	{ id: size, name: size, price: 400, modifiers: [{ id: "oat", name: "Oat milk", price }] },
];

test("a modifier may cost what it costs with the size that was ordered (contract.md B.6, C.6.2)", () => {
	expect(checkItems(order("small", 50), catalog)).toBeUndefined();
	expect(checkItems(order("small", 49), catalog)).toMatchObject({ invalid_item_ids: ["oat"] });
});

test("a modifier that is dearer with one size may still cost its general price, which nested menus show", () => {
	expect(checkItems(order("large", 75), catalog)).toBeUndefined();
	expect(checkItems(order("large", 74), catalog)).toMatchObject({ invalid_item_ids: ["oat"] });
});
