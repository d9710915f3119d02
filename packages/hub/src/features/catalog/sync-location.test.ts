import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import type { PosCatalog } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLocation, snapshot } from "./test-location.ts";

let shop: Awaited<ReturnType<typeof openLocation>>;
beforeEach(async () => {
	shop = await openLocation();
});
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const coffee = { ...tea, provider_id: "coffee", name: "Coffee" };

/** Serve and sync. */
async function syncWith(body: unknown) {
	shop.pos.serve({ body });
	return shop.sync();
}

const live = async () => (await shop.objects()).filter((object) => object.retired_at === null);
const find = async (provider_id: string) => (await shop.objects()).find((object) => object.provider_id === provider_id);

describe("a first catalog", () => {
	test("is stored as version 1 and goes to every channel once", async () => {
		const result = await syncWith({ item_family: [tea, coffee] });
		expect(result).toEqual({ version: 1, objects: 2, warnings: [], is_changed: true });
		expect((await live()).map(({ kind, provider_id }) => `${kind}/${provider_id}`)).toEqual([
			"category/generated_category",
			"item/coffee_item",
			"item/tea_item",
			"item_family/coffee",
			"item_family/tea",
			"menu/generated_menu",
		]);
		expect(shop.heard).toEqual(["publish"]);
		expect(await shop.location()).toMatchObject({ catalog_version: 1, synced_at: shop.started_at, sync_error: null });
	});

	// covers: B.4 request, B.0 bearer
	test("is asked for with the token and the POS's location id (contract.md B.4)", async () => {
		await syncWith({ item_family: [tea] });
		expect(shop.pos.asked[0]).toMatchObject({
			authorization: "Bearer the-token",
			"x-provider-location-id": "pos-loc-7",
		});
		expect(shop.pos.asked[0]).not.toHaveProperty("x-provider-merchant-id");
	});

	test("that is empty is version 1 too", async () => {
		expect(await syncWith({ item_family: [] })).toMatchObject({ version: 1, objects: 0, is_changed: true });
	});

	test("tells its warnings, now and when it is asked again", async () => {
		const body = { item_family: [tea, tea] };
		const warnings = [`item_family "tea" was sent twice; the first one counts`];
		expect(await syncWith(body)).toMatchObject({ warnings });
		expect(await syncWith(body)).toMatchObject({ warnings, is_changed: false });
	});
});

describe("a catalog that did not change", () => {
	test("writes no object and no version, and no channel hears of it", async () => {
		await syncWith({ item_family: [tea, coffee] });
		const before = await snapshot(shop.db, "catalog_object", "catalog_version");
		shop.advance(60_000);
		expect(await syncWith({ item_family: [tea, coffee] })).toMatchObject({ version: 1, is_changed: false });
		expect(await snapshot(shop.db, "catalog_object", "catalog_version")).toEqual(before);
		expect(shop.heard).toEqual(["publish"]);
		expect((await shop.location()).synced_at).toBe(shop.started_at + 60_000);
	});

	test("is still unchanged when the POS writes it down in another way", async () => {
		await syncWith({ item_family: [tea, coffee] });
		const before = await snapshot(shop.db, "catalog_object");
		expect(await syncWith({ generated_at: 1, item_family: [tea, coffee], item: [] })).toMatchObject({
			version: 1,
			is_changed: false,
		});
		expect(await snapshot(shop.db, "catalog_object")).toEqual(before);
		expect(shop.heard).toEqual(["publish"]);
	});
});

describe("a catalog that changed", () => {
	test("rewrites only what changed, as one new version", async () => {
		await syncWith({ item_family: [tea, coffee] });
		const { stream_id } = (await find("tea")) ?? {};
		expect(await syncWith({ item_family: [{ ...tea, price_amount: 320 }, coffee] })).toMatchObject({
			version: 2,
			is_changed: true,
		});
		const changed = (await shop.objects()).filter((object) => object.version === 2);
		expect(changed.map((object) => object.provider_id)).toEqual(["tea_item", "tea"]);
		expect((await find("tea"))?.stream_id).toBe(stream_id);
		expect(shop.heard).toEqual(["publish", "publish"]);
	});

	// covers: E.3 stream_id
	test("retires what is gone, and gives it its old stream_id when it comes back (design.md section 7)", async () => {
		await syncWith({ item_family: [tea, coffee] });
		const before = new Map(
			(await shop.objects()).map((object) => [`${object.kind}/${object.provider_id}`, object.stream_id]),
		);
		await syncWith({ item_family: [tea] });
		expect((await find("coffee"))?.retired_at).not.toBe(null);
		await syncWith({ item_family: [coffee, tea] });
		expect((await find("coffee"))?.retired_at).toBe(null);
		expect(
			new Map((await shop.objects()).map((object) => [`${object.kind}/${object.provider_id}`, object.stream_id])),
		).toEqual(before);
	});

	test("never shows a mixture: a reader sees one version or the next (reliability.md K1)", async () => {
		const priced = (price_amount: number) => ({
			item_family: Array.from({ length: 800 }, (_, index) => ({ ...tea, provider_id: `tea-${index}`, price_amount })),
		});
		await syncWith(priced(100));
		let isOver = false;
		const reader = (async () => {
			const seen = new Set<string>();
			while (!isOver) {
				const rows = await shop.db.query<{ price: string }>(
					"SELECT DISTINCT price_amount AS price FROM catalog_object WHERE org_id = $1 AND kind = 'item'",
					[shop.target.org_id],
				);
				seen.add(rows.map((row) => row.price).join());
			}
			return seen;
		})();
		for (const price of [200, 300, 400]) await syncWith(priced(price));
		isOver = true;
		for (const prices of await reader) expect(["100", "200", "300", "400"]).toContain(prices);
	});

	test("of many kinds at once keeps every id through a hundred changes", async () => {
		const catalog = generateCatalog({ objects: 2000, seed: 5 });
		await syncWith(catalog);
		const before = new Map(
			(await shop.objects()).map((object) => [`${object.kind}/${object.provider_id}`, object.stream_id]),
		);
		const other: PosCatalog = {
			...catalog,
			item_family: catalog.item_family.map((family, index) =>
				index % 5 === 0 ? { ...family, name: `${family.name}!` } : family,
			),
		};
		expect((await syncWith(other)).version).toBe(2);
		for (const object of await shop.objects())
			expect(before.get(`${object.kind}/${object.provider_id}`)).toBe(object.stream_id);
	});
});

describe("a POS that cannot be used", () => {
	const failures: [string, { status?: number; body: unknown }, string, RegExp][] = [
		[
			"refuses with 401 for reasons of its own (contract.md B.10)",
			{ status: 401, body: { message: "no menu attached to this platform" } },
			"provider_refused",
			/no menu attached/,
		],
		["answers 404", { status: 404, body: {} }, "provider_refused", /404/],
		["answers a page", { body: "<html></html>" }, "provider_refused", /not valid JSON/],
		["answers with an error in a 200", { body: { error: "maintenance" } }, "provider_refused", /item_family/],
		["answers nothing", { body: "" }, "provider_refused", /not valid JSON/],
		["is broken", { status: 503, body: "" }, "provider_unreachable", /503/],
		["sends us somewhere else", { status: 302, body: "" }, "provider_refused", /302/],
	];

	// covers: B.10 401
	test.each(failures)("%s: the live catalog stays as it is", async (_case, answer, code, detail) => {
		await syncWith({ item_family: [tea] });
		const before = await snapshot(shop.db, "catalog_object", "catalog_version");
		shop.pos.serve(answer);
		await expect(shop.sync()).rejects.toMatchObject({ code, message: expect.stringMatching(detail) });
		expect(await snapshot(shop.db, "catalog_object", "catalog_version")).toEqual(before);
		expect(shop.heard).toEqual(["publish"]);
	});

	test("that is gone is unreachable", async () => {
		await shop.pos.close();
		await expect(shop.sync()).rejects.toMatchObject({ code: "provider_unreachable" });
		shop.pos.close = async () => {};
	});

	test("a location of somebody else is not found", async () => {
		await expect(shop.catalog.syncLocation({ ...shop.target, org_id: shop.target.location_id })).rejects.toMatchObject({
			code: "location_not_found",
		});
	});

	test("a disconnected integration is not asked", async () => {
		await shop.db.query("UPDATE integration SET status = 'deprovisioned' WHERE org_id = $1", [shop.target.org_id]);
		await expect(shop.sync()).rejects.toMatchObject({ code: "onboarding_not_active" });
		expect(shop.pos.asked).toEqual([]);
	});
});

// covers: B.4 global, B.2 id
test("a Global Catalog is asked for by merchant (contract.md B.4)", async () => {
	const global = await openLocation({ settings: { global_catalog: true } });
	await global.sync();
	expect(global.pos.asked[0]).toMatchObject({ "x-provider-merchant-id": "merchant-1" });
	expect(global.pos.asked[0]).not.toHaveProperty("x-provider-location-id");
	await global.close();
});

describe("hints", () => {
	test("any number of them before a sync cause one fetch", async () => {
		shop.pos.serve({ body: { item_family: [tea] } });
		for (let count = 0; count < 20; count++) await shop.hint();
		expect(await shop.runJobs("catalog.sync")).toBe(1);
		expect(shop.pos.asked.length).toBe(1);
		expect((await shop.location()).catalog_version).toBe(1);
	});

	test("that come while a sync runs cause exactly one more, which sees what changed meanwhile", async () => {
		shop.pos.serve(async (number) => {
			if (number > 1) return { body: { item_family: [tea, coffee] } };
			for (let count = 0; count < 20; count++) await shop.hint();
			return { body: { item_family: [tea] } };
		});
		await shop.hint();
		await shop.runJobs("catalog.sync");
		expect(shop.pos.asked.length).toBe(2);
		expect((await live()).map((object) => object.provider_id)).toContain("coffee");
	});

	test("of one transaction that fails ask for nothing", async () => {
		await expect(
			shop.queue.transaction(async (tx) => {
				await shop.catalog.requestSync(tx, shop.target);
				throw new Error("no");
			}),
		).rejects.toThrow("no");
		expect(await shop.runJobs("catalog.sync")).toBe(0);
	});

	test("for a location that is not there ask for nothing", async () => {
		await shop.queue.transaction((tx) =>
			shop.catalog.requestSync(tx, { ...shop.target, location_id: shop.target.org_id }),
		);
		expect(await shop.runJobs("catalog.sync")).toBe(0);
	});

	test("bring a lost job back", async () => {
		await shop.hint();
		await shop.db.query("DELETE FROM pgboss.job");
		await shop.hint();
		expect(await shop.runJobs("catalog.sync")).toBe(1);
	});

	test("to a broken POS are tried again later, and work when it is back", async () => {
		shop.pos.serve({ status: 503, body: "" });
		await shop.hint();
		await shop.runJobs("catalog.sync");
		expect(shop.pos.asked.length).toBe(1);
		expect((await shop.location()).sync_error).toMatch(/503/);
		shop.pos.serve({ body: { item_family: [tea] } });
		shop.advance(10_000);
		await shop.runJobs("catalog.sync");
		expect(await shop.location()).toMatchObject({ catalog_version: 1, sync_error: null });
	});

	test("to a POS that says no are not repeated by themselves, and its words are kept", async () => {
		shop.pos.serve({ status: 401, body: { message: "more than one menu" } });
		await shop.hint();
		await shop.runJobs("catalog.sync");
		shop.advance(86_400_000);
		expect(await shop.runJobs("catalog.sync")).toBe(0);
		expect((await shop.location()).sync_error).toMatch(/more than one menu/);
	});
});
