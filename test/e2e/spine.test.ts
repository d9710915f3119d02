import { onboardMerchant } from "@ticketrail/hub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LOGIN, openTown, PATIENCE, type Town } from "./town.ts";

let town: Town;

beforeAll(async () => {
	town = await openTown();
});
afterAll(() => town.close());

test("a merchant is onboarded by API, and an order goes from the DSP to the POS and its verdict back", async () => {
	const { api, pos, dsp } = town;
	const onboarded = await onboardMerchant(api, {
		name: "Joe's Pizza LLC",
		provider_id: "merchant-771",
		return_url: "http://127.0.0.1:9/callback",
		pos: { source: "sim-pos", login: LOGIN.pos },
		dsp: { source: "sim-dsp", login: LOGIN.dsp },
	});
	expect(onboarded.pos).toMatchObject({ status: "active", locations: 3 });
	expect(onboarded.dsp.stores).toBeGreaterThan(0);
	await expect.poll(() => dsp.menus.size, PATIENCE).toBeGreaterThan(0);
	const placed = await dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	expect(await dsp.waitForVerdict(placed.order_id, 20_000)).toMatchObject({ kind: "accepted", times: 1 });
	expect([...pos.state.tickets.values()].map(({ order }) => order.dsp_order_id)).toEqual([placed.order_id]);
});
