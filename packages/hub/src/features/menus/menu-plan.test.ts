import { compile, MenuPlan } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openImageServer, pngHead } from "../../clients/test-images.ts";
import { openRestaurant } from "./test-restaurant.ts";

let shop: Awaited<ReturnType<typeof openRestaurant>>;
const open = async (settings: Parameters<typeof openRestaurant>[0] = {}) => {
	shop = await openRestaurant(settings);
};
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const cake = { ...tea, provider_id: "cake", name: "Cake" };
const store = (dsp_provider_id = "dsp-loc-3") => ({ ...shop.target, dsp_provider_id });

/** A location whose store has a menu with tea and cake. */
async function publishFirst(): Promise<void> {
	await shop.sync({ item_family: [tea, cake] });
	await shop.bind("dsp-loc-3");
	await shop.send();
	shop.take();
}

describe("a plan", () => {
	beforeEach(() => open());

	test("of a store without a menu adds everything", async () => {
		await shop.sync({ item_family: [tea] });
		await shop.bind("dsp-loc-3");
		const plan = await shop.menus.planMenu(store());
		expect(compile(MenuPlan)(plan)).toMatchObject({ ok: true });
		expect(plan).toMatchObject({ menu_version: "v1", is_changed: true, counts: { removed: 0, changed: 0 } });
		expect(plan).not.toHaveProperty("live");
		expect(plan.changes.map(({ kind, name }) => [kind, name])).toContainEqual(["item_family", "Tea"]);
	});

	test("of a store that has the menu changes nothing", async () => {
		await publishFirst();
		expect(await shop.menus.planMenu(store())).toMatchObject({
			is_changed: false,
			live: { is_exact: true, published_at: shop.started_at },
			changes: [],
		});
	});

	test("names what is added, removed and changed, with the value before and after", async () => {
		await publishFirst();
		shop.pos.serve({
			body: {
				item_family: [
					{ ...tea, price_amount: 350 },
					{ ...tea, provider_id: "pie", name: "Pie" },
				],
			},
		});
		await shop.catalog.syncLocation(shop.target);
		const plan = await shop.menus.planMenu(store());
		const changes = plan.changes.filter(({ kind }) => kind === "item");
		expect(changes.map(({ change, name, fields }) => [change, name, fields])).toEqual([
			["changed", "Tea", [{ field: "price", old: 300, new: 350 }]],
			["added", "Pie", undefined],
			["removed", "Cake", undefined],
		]);
		expect(plan.counts).toMatchObject({ added: 2, removed: 2 });
	});

	test("says that the menu is no longer known exactly once stock changes were sent", async () => {
		await publishFirst();
		await shop.catalog.applyObjectUpdate({
			...shop.target,
			object_type: "item_family",
			object_id: "tea",
			is_active: false,
		});
		await shop.send();
		const plan = await shop.menus.planMenu(store());
		expect(plan.live?.is_exact).toBe(false);
		expect(plan.changes).toContainEqual(
			expect.objectContaining({ name: "Tea", fields: [{ field: "is_active", old: true, new: false }] }),
		);
	});

	test("warns of pictures that break a channel's rules (contract.md B.4.8)", async () => {
		const pictures = await openImageServer();
		const provider_url = pictures.serve("/small.png", pngHead(200, 150));
		await shop.sync({ item_family: [{ ...tea, images: [{ provider_url }] }] });
		await shop.bind("dsp-loc-3");
		await shop.runJobs("catalog.images");
		const { findings } = await shop.menus.planMenu(store());
		expect(findings).toContainEqual(
			expect.objectContaining({
				...{ level: "warning", rule: "image_rules", name: "Tea" },
				message: `has a picture that is 200 x 150 px, and each side must have 320 to 6000: ${provider_url}`,
			}),
		);
		await pictures.close();
	});

	test("says which menus are there now, by the clock of the location and its holidays (contract.md E.13)", async () => {
		const { clock, db, target } = shop;
		await shop.sync({
			item_family: [tea],
			category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["tea"] }],
			menu: [{ provider_id: "day", name: "Day", category_ids: ["hot"] }],
		});
		await shop.bind("dsp-loc-3");
		expect(await shop.menus.planMenu(store())).not.toHaveProperty("hours");
		await db.query("UPDATE location SET timezone = 'Asia/Kolkata' WHERE org_id = $1", [target.org_id]);
		expect((await shop.menus.planMenu(store())).hours).toMatchObject([{ name: "Day", is_open: true }]);
		const today = new Date(clock.now() + 19_800_000);
		await shop.menus.setHolidays(target, [{ date: today.toISOString().slice(5, 10), recurring_yearly: true }]);
		const midnight = Math.ceil(today.getTime() / 86_400_000) * 86_400_000 - 19_800_000;
		expect((await shop.menus.planMenu(store())).hours).toMatchObject([{ is_open: false, changes_at: midnight }]);
	});

	test("sends and stores nothing", async () => {
		await publishFirst();
		await shop.menus.planMenu(store());
		expect(await shop.send()).toEqual([]);
	});

	test("needs a linked store, a catalog and a known location", async () => {
		const { menus, target } = shop;
		await shop.bind("dsp-loc-3");
		await expect(menus.planMenu(store())).rejects.toMatchObject({ code: "catalog_not_synced" });
		await expect(menus.planMenu(store("dsp-loc-9"))).rejects.toMatchObject({ code: "dsp_store_not_found" });
		await expect(menus.planMenu({ ...store(), source: "other" })).rejects.toMatchObject({
			code: "dsp_store_not_found",
		});
		await expect(menus.planMenu({ ...store(), org_id: target.location_id })).rejects.toMatchObject({
			code: "dsp_store_not_found",
		});
		await expect(menus.planMenu({ ...store(), location_id: "7" })).rejects.toMatchObject({
			code: "location_not_found",
		});
	});
});

describe("a plan that is published", () => {
	beforeEach(() => open({ settings: { publish_menus: "by_plan" } }));

	test("is the only way to a store whose DSP is set to it, connection and file together (contract.md C.2.4)", async () => {
		await shop.sync({ item_family: [tea] });
		await shop.bind("dsp-loc-3");
		expect(await shop.send()).toEqual([]);
		const plan = await shop.menus.planMenu(store());
		const reply = await shop.menus.publishPlan(store(), plan.plan_hash);
		expect(reply).toMatchObject({ status: "queued", menu_hash: plan.menu_hash });
		await shop.send();
		const heard = shop.take();
		expect(heard.map(({ what }) => what)).toEqual(["POST connection", "location.publish"]);
		expect((await shop.fileOf(heard[1])).menus[0].categories[0].items[0].name).toBe("Tea");
		await shop.sync({ item_family: [tea, cake] });
		expect(shop.take()).toEqual([]);
		const next = await shop.menus.planMenu(store());
		expect(next).toMatchObject({ is_changed: true, live: { menu_hash: plan.menu_hash, is_exact: true } });
		expect(next.changes.map(({ change, kind }) => [change, kind])).toContainEqual(["added", "item_family"]);
	});

	test("is refused when the catalog has changed since, and nothing is sent", async () => {
		await shop.sync({ item_family: [tea] });
		await shop.bind("dsp-loc-3");
		const { plan_hash } = await shop.menus.planMenu(store());
		await shop.sync({ item_family: [{ ...tea, price_amount: 301 }] });
		await expect(shop.menus.publishPlan(store(), plan_hash)).rejects.toMatchObject({ code: "menu_plan_stale" });
		expect(await shop.send()).toEqual([]);
	});

	test("is refused a second time, since the store has another menu by then", async () => {
		await shop.sync({ item_family: [tea] });
		await shop.bind("dsp-loc-3");
		const { plan_hash } = await shop.menus.planMenu(store());
		await shop.menus.publishPlan(store(), plan_hash);
		await shop.send();
		await expect(shop.menus.publishPlan(store(), plan_hash)).rejects.toMatchObject({ code: "menu_plan_stale" });
	});
});
