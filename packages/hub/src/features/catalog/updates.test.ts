import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLocation, snapshot } from "./test-location.ts";

let shop: Awaited<ReturnType<typeof openLocation>>;
beforeEach(async () => {
	shop = await openLocation();
});
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const catalog = {
	item_family: [tea, { provider_id: "cake", name: "Cake", item_ids: ["slice"], modifier_group_ids: ["sauce"] }],
	item: [
		{ ...tea, provider_id: "slice", name: "Slice", dsp_price_amount_overrides: [{ dsp: "uber", price_amount: 350 }] },
	],
	modifier_group: [{ provider_id: "sauce", name: "Sauce", modifier_ids: ["berry"] }],
	modifier: [{ ...tea, provider_id: "berry", name: "Berry sauce", price_amount: 0 }],
};

async function ingest() {
	shop.pos.serve({ body: catalog });
	await shop.sync();
	shop.heard.length = 0;
}

const update = (object_type: string, object_id: string, is_active: boolean) =>
	shop.catalog.applyObjectUpdate({ ...shop.target, object_type, object_id, is_active });
const inactive = async () =>
	(await shop.objects()).filter((object) => !object.is_active).map(({ kind, provider_id }) => `${kind}/${provider_id}`);

describe("a stock change (contract.md B.7)", () => {
	beforeEach(ingest);

	// covers: B.7 location.catalog.object.updated
	test.each(["item", "modifier", "modifier_group"])("of one %s is stored and goes to the channels", async (kind) => {
		const id = { item: "slice", modifier: "berry", modifier_group: "sauce" }[kind] ?? "";
		expect(await update(kind, id, false)).toBe("object updated");
		expect(await inactive()).toEqual([`${kind}/${id}`]);
		expect(shop.heard).toEqual([`${kind} off`]);
		expect((await shop.location()).catalog_version).toBe(2);
	});

	// covers: F-38, B.7 location.catalog.object.updated
	test("of a family without items takes its generated item along (F-38)", async () => {
		await update("item_family", "tea", false);
		expect(await inactive()).toEqual(["item/tea_item", "item_family/tea"]);
		expect(shop.heard.toSorted()).toEqual(["item off", "item_family off"]);
	});

	// covers: F-38
	test("of a family and then of its generated item, as a live POS sends both, is heard once (F-38)", async () => {
		await update("item_family", "tea", false);
		expect(await update("item_family", "tea_item", false)).toBe("unchanged");
		expect(shop.heard.length).toBe(2);
	});

	test("of a generated item alone leaves its family on sale", async () => {
		expect(await update("item_family", "tea_item", false)).toBe("object updated");
		expect(await inactive()).toEqual(["item/tea_item"]);
	});

	test("of a family with items leaves the items as they are", async () => {
		await update("item_family", "cake", false);
		expect(await inactive()).toEqual(["item_family/cake"]);
	});

	test("of an unknown object is noted and changes nothing", async () => {
		const before = await snapshot(shop.db, "catalog_object", "location");
		expect(await update("item", "gone", false)).toBe("unknown object");
		expect(await snapshot(shop.db, "catalog_object", "location")).toEqual(before);
		expect(shop.heard).toEqual([]);
	});

	// covers: F.1.1
	test("of a kind that nobody knows finds the object by its id alone (contract.md F.1.1)", async () => {
		expect(await update("topping", "berry", false)).toBe("object updated");
	});

	test("that comes twice is heard once, and one that goes back and forth each time", async () => {
		for (const is_active of [false, false, true, true, false]) await update("item", "slice", is_active);
		expect(shop.heard).toEqual(["item off", "item on", "item off"]);
	});

	test("that the next catalog repeats changes nothing more", async () => {
		await update("item", "slice", false);
		shop.pos.serve({ body: { ...catalog, item: [{ ...catalog.item[0], is_active: false }] } });
		expect(await shop.sync()).toMatchObject({ version: 2, is_changed: false });
		expect(shop.heard).toEqual(["item off"]);
	});

	test("that the POS takes back without a word is repaired by the next sync, even if its catalog is the one of before", async () => {
		await update("item", "slice", false);
		expect(await shop.sync()).toMatchObject({ version: 3, is_changed: true });
		expect(await inactive()).toEqual([]);
		expect(shop.heard).toEqual(["item off", "publish"]);
	});

	test("that comes while an older catalog is being fetched is not undone by it", async () => {
		shop.pos.serve(async () => {
			await update("item", "slice", false);
			return { body: { ...catalog, item: [{ ...catalog.item[0], name: "Piece" }] } };
		});
		await shop.sync();
		expect(await inactive()).toEqual(["item/slice"]);
	});

	test("that comes between the comparison of a catalog and its storing is not undone by it", async () => {
		const { transaction } = shop.queue;
		shop.queue.transaction = async (work) => {
			shop.queue.transaction = transaction;
			await update("item", "slice", false);
			return transaction(work);
		};
		shop.pos.serve({ body: { ...catalog, modifier: [{ ...catalog.modifier[0], name: "Berries" }] } });
		expect(await shop.sync()).toMatchObject({ version: 3, is_changed: true });
		expect(await inactive()).toEqual(["item/slice"]);
	});

	test("of a retired object is one of an unknown object", async () => {
		shop.pos.serve({ body: { item_family: [tea] } });
		await shop.sync();
		expect(await update("item", "slice", false)).toBe("unknown object");
	});
});

describe("a location's status (contract.md B.7, E.7)", () => {
	const set = (status: "active" | "inactive", paused_until: number | null = null) =>
		shop.catalog.applyLocationStatus({ ...shop.target, status, paused_until });

	// covers: B.7 location.status.updated
	test("inactive without an end pauses until further notice, active ends that", async () => {
		expect(await set("inactive")).toBe("location paused");
		expect(await shop.location()).toMatchObject({ status: "inactive", paused_until: null });
		expect(await set("active")).toBe("location open");
		expect(shop.heard).toEqual([{ pause: undefined }, "resume"]);
	});

	// covers: B.7 location.status.updated, E.7 bridge
	test("inactive with an end pauses until then; no resume follows, and opening early moves the end to that moment", async () => {
		const until = shop.started_at + 3_600_000;
		await set("inactive", until);
		expect(await shop.location()).toMatchObject({ status: "inactive", paused_until: until });
		await set("active");
		expect(await shop.location()).toMatchObject({ status: "active", paused_until: null });
		expect(shop.heard).toEqual([{ pause: until }, { pause: expect.any(Number) }]);
		expect((shop.heard[1] as { pause: number }).pause).toBeLessThan(until);
	});

	test("byte-identical messages of different real changes all count (design.md section 6)", async () => {
		for (const status of ["inactive", "active", "inactive", "inactive", "active"] as const) await set(status);
		expect(shop.heard).toEqual([{ pause: undefined }, "resume", { pause: undefined }, "resume"]);
	});

	test("an end in the past closes nothing", async () => {
		expect(await set("inactive", shop.started_at - 1)).toBe("the pause is over already");
		expect(shop.heard).toEqual([]);
	});

	test("an end that is no moment counts as none", async () => {
		await set("inactive", 1e300);
		expect(shop.heard).toEqual([{ pause: undefined }]);
	});

	test("of a location that is not there is noted", async () => {
		expect(
			await shop.catalog.applyLocationStatus({
				...shop.target,
				location_id: shop.target.org_id,
				status: "active",
				paused_until: null,
			}),
		).toBe("unknown location");
	});
});

describe("what a DSP ordered is looked up", () => {
	beforeEach(ingest);
	const streamIdOf = async (provider_id: string) =>
		(await shop.objects()).find((object) => object.provider_id === provider_id)?.stream_id ?? "";
	const look = async (provider_id: string, slug = "doordash") => {
		const stream_id = await streamIdOf(provider_id);
		return (
			await shop.catalog.findSellable(shop.db, shop.target.org_id, shop.target.location_id, slug, [
				stream_id,
				"not-ours",
				shop.target.org_id,
			])
		).get(stream_id);
	};

	// covers: B.4.8 family, B.4.8 item, E.3 stream_id
	test("by stream_id, with the id that the POS sells it under (contract.md B.4.8)", async () => {
		expect(await look("slice")).toMatchObject({
			kind: "item",
			provider_id: "slice",
			sold_as: "slice",
			name: "Slice",
			is_active: true,
			is_retired: false,
			least_price: 300,
			price_currency: "USD",
		});
		expect(await look("tea_item")).toMatchObject({ sold_as: "tea" });
		expect(await look("berry")).toMatchObject({ kind: "modifier", least_price: 0 });
		expect(await look("cake")).toMatchObject({ kind: "item_family", sold_as: null, least_price: null });
	});

	// covers: E.14 price, B.4.2 dsp_price_amount_overrides
	test("with the DSP's own price as the least (contract.md E.14)", async () => {
		expect(await look("slice", "uber")).toMatchObject({ least_price: 350 });
	});

	test("with the modifier prices of its own size, the first word on each (contract.md C.6.2)", async () => {
		const modifier_overrides = [
			{ modifier_id: "berry", price_amount: 49.5 },
			{ modifier_id: "berry", price_amount: 10 },
		];
		shop.pos.serve({
			body: {
				item_family: [{ provider_id: "cake", name: "Cake", item_ids: ["slice"] }],
				item: [{ ...tea, provider_id: "slice", modifier_overrides }],
			},
		});
		await shop.sync();
		expect((await look("slice"))?.modifier_prices).toEqual(new Map([["berry", 50]]));
		expect(await look("cake")).not.toHaveProperty("modifier_prices");
	});

	test("as sold out when its family is", async () => {
		await update("item_family", "cake", false);
		expect(await look("slice")).toMatchObject({ is_active: false });
	});

	test("as retired when the POS no longer has it", async () => {
		shop.pos.serve({ body: { item_family: [tea] } });
		await shop.sync();
		expect(await look("slice")).toMatchObject({ is_retired: true });
	});

	test("never in another merchant's catalog", async () => {
		const ids = [await streamIdOf("slice")];
		expect(
			(await shop.catalog.findSellable(shop.db, shop.target.location_id, shop.target.location_id, "uber", ids)).size,
		).toBe(0);
	});
});
