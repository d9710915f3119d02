import { afterAll, beforeAll, expect, test } from "vitest";
import { counterOf, orderOf } from "./counter.ts";
import { findItem, orderLine } from "./menu.ts";
import { openForBusiness, openTown, PATIENCE, type Town, untilQuiet } from "./town.ts";

let town: Town;

beforeAll(async () => {
	town = await openTown({ dsp_settings: ["menu_version=v2"] });
	await openForBusiness(town);
	await untilQuiet(town);
});
afterAll(() => town.close());

// covers: C.6 forms, C.6.2 flat, C.5.2 ids, C.3 location.update
test("a channel that is sent flat menus sells from them: dishes, nested choices and stock as the POS has them", async () => {
	const counter = counterOf(town);
	const [published] = counter.dspEvents("location.publish");
	if (published?.type !== "location.publish") throw new Error("no menu was published");
	const file = (await (await fetch(published.download_url ?? "")).json()) as Record<string, unknown[]>;
	expect(Object.keys(file).sort()).toEqual([
		"categories",
		"holidays",
		"item_families",
		"items",
		"menus",
		"modifier_groups",
		"modifiers",
		"prep_time_minutes",
		"taxes",
	]);

	const menu = town.dsp.menus.get("dd-9001");
	const line = orderLine(menu, "Margherita", {
		size: "12 inch",
		choose: {
			Crust: { Thin: {} },
			"Make it a combo": { "Add a drink": { "Combo drink": { "House lemonade": { Ice: { "No ice": {} } } } } },
		},
	});
	const order = orderOf([line]);
	expect(await counter.place(order)).toMatchObject({ type: "location.order.accept", order_id: order.id });
	expect(counter.ticketOf(order)?.order.line_items).toMatchObject([
		{
			provider_id: "pizza-margherita-12",
			modifiers: [
				{ provider_id: "crust-thin" },
				{
					provider_id: "combo",
					modifiers: [{ provider_id: "combo-lemonade", modifiers: [{ provider_id: "ice-none" }] }],
				},
			],
		},
	]);

	const sixteen = () =>
		findItem(town.dsp.menus.get("dd-9001"), "Margherita").variations.find(({ name }) => name === "16 inch");
	expect(sixteen()?.is_active).toBe(true);
	const object = { location_id: "4410", object_id: "pizza-margherita-16", object_type: "item" };
	await counter.tell("location.catalog.object.updated", { ...object, object_update: { is_active: false } });
	await expect.poll(() => sixteen()?.is_active, PATIENCE).toBe(false);
	expect(counter.dspEvents("location.update")).toHaveLength(1);
	const refused = await town.dsp.placeOrder({
		location_id: "dd-9001",
		selections: [{ variation_id: sixteen()?.stream_id ?? "", quantity: 1, choices: [] }],
	});
	expect(refused).toEqual({ kind: "not_orderable", problem: "Margherita, 16 inch is sold out." });
});
