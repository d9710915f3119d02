import { compile, LocationPause, LocationResume } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { openRestaurant } from "../menus/test-restaurant.ts";
import { pauseLink, resumeLink } from "./pause-link.ts";

const HOUR = 3_600_000;
const catalog = {
	item_family: [{ provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" }],
};

let shop: Awaited<ReturnType<typeof openRestaurant>>;
const ana = { partner_id: newId(), name: "user:ana" };
beforeEach(async () => {
	shop = await openRestaurant();
	await shop.db.query("INSERT INTO org (org_id, partner_id, name, created_at) VALUES ($1, $2, 'Ana', 0)", [
		shop.target.org_id,
		ana.partner_id,
	]);
	await shop.sync(catalog);
});
afterEach(() => shop.close());

const parts = () => ({ ...shop, reportLinkPause: shop.menus.reportLinkPause });
const linkOf = (link_id: string) => ({ org_id: shop.target.org_id, link_id });
const pause = (link_id: string, until_ms?: number) => pauseLink(parts(), ana, linkOf(link_id), until_ms);
const resume = (link_id: string) => resumeLink(parts(), ana, linkOf(link_id));
const pos = (status: "active" | "inactive", paused_until: number | null = null) =>
	shop.catalog.applyLocationStatus({ ...shop.target, status, paused_until });

/** A store that has its menu. */
async function open(store = "dsp-loc-3"): Promise<string> {
	const link_id = await shop.bind(store);
	await shop.send();
	shop.take();
	return link_id;
}

/** What the stores heard of pauses since the last time: the store's id, and until when it is to be closed. */
async function heard(): Promise<[string, number | "further notice" | "resume"][]> {
	await shop.send();
	return shop.take().map(({ what, body }) => {
		expect([what, compile(what === "location.pause" ? LocationPause : LocationResume)(body).ok]).toEqual([what, true]);
		return [body.location_id, what === "location.resume" ? "resume" : (body.until_ms ?? "further notice")];
	});
}

async function audit(): Promise<unknown[]> {
	return shop.db.query("SELECT actor, action, subject, detail FROM audit WHERE org_id = $1 ORDER BY at, audit_id", [
		shop.target.org_id,
	]);
}

async function unlink(link_id: string): Promise<void> {
	await shop.db.query("UPDATE binding SET ended_at = 1 WHERE org_id = $1 AND binding_id = $2", [
		shop.target.org_id,
		link_id,
	]);
}

describe("a link that is paused", () => {
	// covers: C.3 location.pause, C.3 location.resume
	test("closes its own store alone, until it is resumed; who did it is written down", async () => {
		const link_id = await open();
		await open("dsp-loc-4");
		await pause(link_id);
		expect(await heard()).toEqual([["dsp-loc-3", "further notice"]]);
		shop.advance(1000);
		await resume(link_id);
		expect(await heard()).toEqual([["dsp-loc-3", "resume"]]);
		const row = { actor: "user:ana", subject: link_id };
		const detail = '{"slug":"sim-dsp","dsp_location_id":"dsp-loc-3"}';
		expect(await audit()).toEqual([
			{ ...row, action: "binding.paused", detail },
			{ ...row, action: "binding.resumed", detail },
		]);
	});

	test("with an end is opened by its DSP then, and resuming it before moves the end to that moment", async () => {
		const link_id = await open();
		const until = shop.started_at + HOUR;
		await pause(link_id, until);
		shop.advance(HOUR + 1);
		await resume(link_id);
		expect(await heard()).toEqual([["dsp-loc-3", until]]);
		const later = shop.started_at + 3 * HOUR;
		await pause(link_id, later);
		shop.advance(10);
		await resume(link_id);
		expect(await heard()).toEqual([
			["dsp-loc-3", later],
			["dsp-loc-3", shop.clock.now()],
		]);
	});

	test("twice with the same end is paused once; another end takes its place", async () => {
		const link_id = await open();
		const until = shop.started_at + HOUR;
		const told = [];
		for (const end of [undefined, undefined, until, until + 0.5, until + 1]) {
			await pause(link_id, end);
			told.push(...(await heard()).map(([, end]) => end));
		}
		expect(told).toEqual(["further notice", until, until + 1]);
		for (let times = 0; times < 2; times++) await resume(link_id);
		expect(await heard()).toHaveLength(1);
		expect(await audit()).toHaveLength(4);
	});

	test("before its store has a menu is closed as soon as it has one", async () => {
		await shop.close();
		shop = await openRestaurant();
		await shop.db.query("INSERT INTO org (org_id, partner_id, name, created_at) VALUES ($1, $2, 'Ana', 0)", [
			shop.target.org_id,
			ana.partner_id,
		]);
		const link_id = await shop.bind("dsp-loc-3");
		await pause(link_id);
		expect(await shop.send()).toEqual([]);
		await shop.sync(catalog);
		expect(shop.take().map(({ what }) => what)).toEqual(["POST connection", "location.publish", "location.pause"]);
	});

	test("stays paused when a later menu is published", async () => {
		const link_id = await open();
		await pause(link_id);
		await heard();
		await shop.sync({ item_family: [{ ...catalog.item_family[0], price_amount: 310 }] });
		expect(shop.take().map(({ what }) => what)).toEqual(["location.publish"]);
	});
});

describe("a store with two reasons to be closed (contract.md E.7)", () => {
	test("opens when the second one ends, whichever that is", async () => {
		const link_id = await open();
		await pos("inactive");
		await pause(link_id);
		await resume(link_id);
		expect(await heard()).toEqual([["dsp-loc-3", "further notice"]]);
		await pause(link_id);
		await pos("active");
		expect(await heard()).toEqual([]);
		await resume(link_id);
		expect(await heard()).toEqual([["dsp-loc-3", "resume"]]);
	});

	test("is closed until the later of their ends", async () => {
		const link_id = await open();
		const [early, late] = [shop.started_at + HOUR, shop.started_at + 2 * HOUR];
		await pause(link_id, early);
		expect(await heard()).toEqual([["dsp-loc-3", early]]);
		await pos("inactive", late);
		expect(await heard()).toEqual([["dsp-loc-3", late]]);
		shop.advance(HOUR + 1);
		await resume(link_id);
		expect(await heard()).toEqual([]);
		await pos("active");
		expect(await heard()).toEqual([["dsp-loc-3", shop.clock.now()]]);
	});

	test("stays closed when its link's pause ends by itself while its location is paused without an end", async () => {
		const link_id = await open();
		await pause(link_id, shop.started_at + HOUR);
		await pos("inactive");
		expect((await heard()).at(-1)).toEqual(["dsp-loc-3", "further notice"]);
		shop.advance(2 * HOUR);
		await pos("active");
		expect(await heard()).toEqual([["dsp-loc-3", "resume"]]);
	});

	test("gets an end when only the pause that has one is left", async () => {
		const link_id = await open();
		const until = shop.started_at + HOUR;
		await pos("inactive");
		await pause(link_id, until);
		await pos("active");
		expect(await heard()).toEqual([
			["dsp-loc-3", "further notice"],
			["dsp-loc-3", until],
		]);
	});

	test("ends up as both say, when they change at the same moment", async () => {
		const link_id = await open();
		let is_closed = false;
		for (let round = 0; round < 12; round++) {
			const [close_link, close_location] = [round % 2 === 0, round % 3 === 0];
			await Promise.all([
				close_link ? pause(link_id) : resume(link_id),
				close_location ? pos("inactive") : pos("active"),
			]);
			const last = (await heard()).at(-1)?.[1];
			if (last !== undefined) is_closed = last !== "resume";
			expect([round, is_closed]).toEqual([round, close_link || close_location]);
		}
	});
});

describe("a DSP that is away", () => {
	test("hears a pause and what follows in their order", async () => {
		const link_id = await open();
		for (let attempt = 0; attempt < 2; attempt++) shop.dsp.answer("location.pause", 503);
		await pause(link_id);
		await resume(link_id);
		for (let attempt = 0; attempt < 3; attempt++) {
			await shop.send();
			shop.advance(30_000);
		}
		expect((await heard()).map(([, until]) => until)).toEqual([
			"further notice",
			"further notice",
			"further notice",
			"resume",
		]);
	});

	test("is not told to open a store that was paused again meanwhile", async () => {
		const link_id = await open();
		await pause(link_id);
		await heard();
		shop.dsp.answer("location.resume", 503);
		await resume(link_id);
		await shop.send();
		await pause(link_id);
		shop.advance(30_000);
		expect((await heard()).map(([, until]) => until)).toEqual(["resume", "further notice"]);
		const dropped = await shop.db.query("SELECT reason FROM delivery WHERE type = 'location.resume'");
		expect(dropped).toEqual([{ reason: "the store is to stay closed for longer" }]);
	});
});

describe("a store that is linked again", () => {
	const names = () => shop.take().map(({ what, body }) => [what, body.until_ms]);

	test("is opened, although it was left closed", async () => {
		const link_id = await open();
		await pause(link_id);
		await heard();
		await unlink(link_id);
		const again = await shop.bind("dsp-loc-3");
		await shop.send();
		const connected = [
			["POST connection", undefined],
			["location.publish", undefined],
		];
		expect(names()).toEqual([...connected, ["location.resume", undefined]]);
		await unlink(again);
		await shop.bind("dsp-loc-3");
		await shop.send();
		expect(names()).toEqual(connected);
	});

	test("stays closed while its location is paused", async () => {
		const link_id = await open();
		await pause(link_id);
		await pos("inactive");
		await heard();
		await unlink(link_id);
		await shop.bind("dsp-loc-3");
		await shop.send();
		expect(names().at(-1)).toEqual(["location.pause", undefined]);
	});
});

describe("what cannot be paused", () => {
	test("is said, with the field that is wrong", async () => {
		const link_id = await open();
		await expect(pause(link_id, shop.clock.now())).rejects.toMatchObject({
			code: "invalid_field",
			param: "/until_ms",
			message: expect.stringContaining("in the future"),
		});
		await expect(pause(newId())).rejects.toMatchObject({ code: "link_not_found" });
		await expect(resume("no id")).rejects.toMatchObject({ code: "link_not_found" });
		await unlink(link_id);
		for (const act of [pause, resume])
			await expect(act(link_id)).rejects.toMatchObject({ code: "link_not_found", message: /ended/ });
		const stranger = { ...ana, partner_id: newId() };
		await expect(resumeLink(parts(), stranger, linkOf(link_id))).rejects.toMatchObject({ code: "org_not_found" });
		expect(await heard()).toEqual([]);
		expect(await audit()).toEqual([]);
	});
});
