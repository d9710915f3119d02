import {
	compile,
	LocationPause,
	LocationPublish,
	LocationResume,
	LocationUpdate,
	MenuFileV1,
} from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Heard, openRestaurant } from "./test-restaurant.ts";

let shop: Awaited<ReturnType<typeof openRestaurant>>;
beforeEach(async () => {
	shop = await openRestaurant();
});
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const catalog = {
	item_family: [{ provider_id: "cake", name: "Cake", item_ids: ["slice"], modifier_group_ids: ["sauce"] }, tea],
	item: [{ ...tea, provider_id: "slice", name: "Slice" }],
	modifier_group: [{ provider_id: "sauce", name: "Sauce", modifier_ids: ["berry"] }],
	modifier: [{ ...tea, provider_id: "berry", name: "Berry sauce" }],
};
const names = (heard: Heard[]) => heard.map(({ what }) => what);
const update = (object_type: string, object_id: string, is_active: boolean) =>
	shop.catalog.applyObjectUpdate({ ...shop.target, object_type, object_id, is_active });
const streamIdOf = async (provider_id: string) =>
	(await shop.objects()).find((object) => object.provider_id === provider_id)?.stream_id;

/** A location with a catalog and one store that has its menu. */
async function open(): Promise<string> {
	await shop.sync(catalog);
	const binding_id = await shop.bind("dsp-loc-3");
	await shop.send();
	shop.take();
	return binding_id;
}

describe("a first menu", () => {
	// covers: C.2.4 first publish, C.6 forms, C.3 location.publish
	test("comes after the store was connected, and never before (contract.md C.2.4)", async () => {
		await shop.sync(catalog);
		const binding_id = await shop.bind("dsp-loc-3");
		await shop.send();
		const [connection, publish, ...rest] = shop.take();
		expect(rest).toEqual([]);
		expect(connection).toMatchObject({ what: "POST connection", body: { location_id: "dsp-loc-3" } });
		expect(compile(LocationPublish)(publish?.body)).toMatchObject({ ok: true });
		expect(publish?.body.location_id).toBe("dsp-loc-3");
		const file = await shop.fileOf(publish);
		expect(compile(MenuFileV1)(file)).toMatchObject({ ok: true });
		expect(file.menus[0].categories[0].items.map((item: { name: string }) => item.name)).toEqual(["Cake", "Tea"]);
		expect(await shop.binding(binding_id)).toMatchObject({
			connected_at: shop.started_at,
			menu_hash: expect.any(String),
		});
	});

	test("waits for the first catalog of the location", async () => {
		await shop.bind("dsp-loc-3");
		expect(await shop.send()).toEqual([]);
		await shop.sync(catalog);
		expect(names(shop.take())).toEqual(["POST connection", "location.publish"]);
	});

	test("of a location that is closed is followed by the pause", async () => {
		await shop.sync(catalog);
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "inactive", paused_until: null });
		await shop.bind("dsp-loc-3");
		expect(names(await shop.send())).toEqual(["POST connection", "location.publish", "location.pause"]);
	});

	test("is sent even when the DSP knows no connections, and the connection is tried again with the next menu", async () => {
		shop.dsp.answer("POST connection", 404);
		await shop.sync(catalog);
		await shop.bind("dsp-loc-3");
		expect(names(await shop.send())).toEqual(["POST connection", "location.publish"]);
		shop.take();
		await shop.sync({ item_family: [tea] });
		expect(names(shop.take())).toEqual(["POST connection", "location.publish"]);
	});
});

describe("a changed catalog", () => {
	test("is published to every store that is linked, each under an address of its own", async () => {
		await open();
		await shop.bind("dsp-loc-4");
		await shop.send();
		shop.take();
		await shop.sync({ item_family: [tea] });
		const heard = shop.take();
		expect(names(heard)).toEqual(["location.publish", "location.publish"]);
		expect(heard.map(({ body }) => body.location_id).sort()).toEqual(["dsp-loc-3", "dsp-loc-4"]);
		expect(heard[0]?.body.download_url).not.toBe(heard[1]?.body.download_url);
	});

	test("that changes nothing on the menu is not published", async () => {
		await open();
		await shop.sync({ ...catalog, item: [...catalog.item, { ...tea, provider_id: "unused", name: "Unused" }] });
		expect(shop.take()).toEqual([]);
	});

	test("many times over while the DSP is away ends in one file, the latest", async () => {
		await open();
		shop.dsp.answer("location.publish", 503);
		await shop.sync({ item_family: [tea] });
		expect(names(shop.take())).toEqual(["location.publish"]);
		for (const price_amount of [310, 320, 330]) await shop.sync({ item_family: [{ ...tea, price_amount }] });
		shop.advance(60_000);
		await shop.send();
		const [retried, latest, ...rest] = shop.take();
		expect(rest).toEqual([]);
		expect((await shop.fileOf(retried)).menus[0].categories[0].items[0].variations[0].price).toBe(300);
		expect((await shop.fileOf(latest)).menus[0].categories[0].items[0].variations[0].price).toBe(330);
	});

	// covers: E.12 retries
	test("is announced with the same bytes and key at every attempt", async () => {
		await open();
		shop.dsp.answer("location.publish", 500);
		await shop.sync({ item_family: [tea] });
		shop.advance(5_000);
		await shop.send();
		const [first, second] = shop.take();
		expect(second).toEqual(first);
		expect(first?.key).toBeDefined();
	});

	test("is not announced to a store that is no longer linked", async () => {
		const binding_id = await open();
		shop.pos.serve({ body: { item_family: [tea] } });
		await shop.catalog.syncLocation(shop.target);
		await shop.db.query("UPDATE binding SET ended_at = 1 WHERE org_id = $1 AND binding_id = $2", [
			shop.target.org_id,
			binding_id,
		]);
		expect(await shop.send()).toEqual([]);
		const rows = await shop.db.query(
			"SELECT state, reason FROM delivery WHERE type = 'location.publish' ORDER BY delivery_id DESC LIMIT 1",
		);
		expect(rows).toEqual([{ state: "dropped", reason: "the store is no longer linked" }]);
	});

	test("waits for an authorization that is gone", async () => {
		await open();
		shop.setAuthorized(false);
		await shop.sync({ item_family: [tea] });
		expect(shop.take()).toEqual([]);
		shop.setAuthorized(true);
		shop.advance(60_000);
		expect(names(await shop.send())).toEqual(["location.publish"]);
	});
});

describe("a stock change (contract.md C.3)", () => {
	// covers: C.3 location.update, E.3 stream_id
	test("names items, variations and modifiers by our ids", async () => {
		await open();
		await update("item", "slice", false);
		await update("modifier", "berry", false);
		await update("item_family", "tea", false);
		const heard = await shop.send();
		for (const event of heard) expect(compile(LocationUpdate)(event.body)).toMatchObject({ ok: true });
		const off = async (provider_id: string) => ({ stream_id: await streamIdOf(provider_id), is_active: false });
		expect(heard.map(({ body }) => body.object_updates)).toEqual([
			{ items: [], variations: [await off("slice")], modifiers: [] },
			{ items: [], variations: [], modifiers: [await off("berry")] },
			{ items: [await off("tea")], variations: [await off("tea_item")], modifiers: [] },
		]);
	});

	// covers: C.3 404
	test("that the DSP does not know brings the whole menu (404)", async () => {
		await open();
		shop.dsp.answer("location.update", 404);
		await update("item", "slice", false);
		await shop.send();
		const [, publish] = shop.take();
		expect((await shop.fileOf(publish)).menus[0].categories[0].items[0].variations[0]).toMatchObject({
			name: "Slice",
			is_active: false,
		});
	});

	test("of a modifier group brings the whole menu, since an update cannot say it", async () => {
		await open();
		await update("modifier_group", "sauce", false);
		const [publish, ...rest] = await shop.send();
		expect(rest).toEqual([]);
		expect((await shop.fileOf(publish)).menus[0].categories[0].items[0].modifier_groups).toEqual([]);
	});

	test("goes as a whole menu to a DSP that takes no updates", async () => {
		await shop.close();
		shop = await openRestaurant({ settings: { object_updates: false } });
		await open();
		await update("item", "slice", false);
		await shop.send();
		expect(names(shop.take())).toEqual(["location.publish"]);
	});

	test("that is taken back by a later catalog is published, although the DSP had that file before", async () => {
		await open();
		await update("item", "slice", false);
		await shop.send();
		shop.take();
		await shop.sync(catalog);
		const [publish] = shop.take();
		expect((await shop.fileOf(publish)).menus[0].categories[0].items[0].variations[0].is_active).toBe(true);
	});

	test("that the next catalog repeats is not sent again", async () => {
		await open();
		await update("item", "slice", false);
		await shop.send();
		shop.take();
		await shop.sync({ ...catalog, item: [{ ...catalog.item[0], is_active: false }] });
		expect(shop.take()).toEqual([]);
	});
});

describe("a pause (contract.md C.3, E.7)", () => {
	// covers: C.3 location.pause, C.3 location.resume, E.7 bridge, C.3 ids
	test("reaches every linked store, with its end where it has one", async () => {
		await open();
		const until = shop.started_at + 3_600_000;
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "inactive", paused_until: until });
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "inactive", paused_until: null });
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "active", paused_until: null });
		const [timed, open_ended, resume] = await shop.send();
		expect(compile(LocationPause)(timed?.body)).toMatchObject({ ok: true });
		expect(compile(LocationResume)(resume?.body)).toMatchObject({ ok: true });
		expect([timed?.body, open_ended?.body, resume?.body]).toEqual([
			{ type: "location.pause", location_id: "dsp-loc-3", until_ms: until },
			{ type: "location.pause", location_id: "dsp-loc-3" },
			{ type: "location.resume", location_id: "dsp-loc-3" },
		]);
	});

	test("and what follows it stay in order while the DSP is away", async () => {
		await open();
		for (let attempt = 0; attempt < 3; attempt++) shop.dsp.answer("location.pause", 503);
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "inactive", paused_until: null });
		await shop.catalog.applyLocationStatus({ ...shop.target, status: "active", paused_until: null });
		for (let attempt = 0; attempt < 4; attempt++) {
			await shop.send();
			shop.advance(30_000);
		}
		expect(names(shop.take())).toEqual([
			"location.pause",
			"location.pause",
			"location.pause",
			"location.pause",
			"location.resume",
		]);
	});
});

describe("a store that is unlinked", () => {
	// covers: C.2.4 disconnect
	test("is told that it is no longer connected, also when the link has ended by then", async () => {
		const binding_id = await open();
		await shop.queue.transaction(async (tx) => {
			await shop.menus.requestDisconnect(tx, { org_id: shop.target.org_id, binding_id });
			await tx.query("UPDATE binding SET ended_at = 1 WHERE org_id = $1 AND binding_id = $2", [
				shop.target.org_id,
				binding_id,
			]);
		});
		expect(await shop.send()).toMatchObject([{ what: "DELETE connection", body: { location_id: "dsp-loc-3" } }]);
	});

	test("hears nothing when it was never connected", async () => {
		const binding_id = await shop.bind("dsp-loc-3");
		await shop.queue.transaction((tx) => shop.menus.requestDisconnect(tx, { org_id: shop.target.org_id, binding_id }));
		expect(await shop.send()).toEqual([]);
	});
});

test("files of a store stay for a week after newer ones came, then they and their addresses go", async () => {
	await open();
	await shop.sync({ item_family: [tea] });
	const [publish] = shop.take();
	for (const days of [6, 2]) {
		shop.advance(days * 86_400_000);
		await shop.sync({ item_family: [{ ...tea, price_amount: 300 + days }] });
		expect(await shop.fileOf(publish)).toEqual(days === 6 ? expect.anything() : undefined);
	}
	const left = await shop.db.query(
		"SELECT (SELECT count(*) FROM route_menu)::int AS routes, (SELECT count(*) FROM menu_publication)::int AS files",
	);
	expect(left).toEqual([{ routes: 2, files: 2 }]);
});
