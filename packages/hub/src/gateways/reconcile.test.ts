import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../base/id.ts";
import { showOrg } from "../features/locations/index.ts";
import { insertInbox } from "../storage/tables/inbox.ts";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let api: TestPartnerApi;
let partner: TestPartner;
let passed = 0;
const pass = (ms: number) => {
	passed += ms;
	api.pass(ms);
};
const now = () => Date.now() + passed;

beforeEach(async () => {
	passed = 0;
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	api.pos.locations = ["loc-1", "loc-2"].map((provider_id) => place(provider_id));
});
afterEach(() => api.close());

function place(provider_id: string, change: object = {}) {
	const address = { address_line_1: "1 Main St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };
	return { provider_id, name: `Kitchen ${provider_id}`, address, prep_time_minutes: 10, ...change };
}

async function onboard(...ids: string[]) {
	const { org_id } = (await partner.call("POST", "/onboarding/org", { name: "Ana", provider_id: newId() })).body;
	const started = await partner.call("POST", "/onboarding/integrations", { org_id, source: "key-pos", type: "pos" });
	const onboarding_id: string = started.body.onboarding._id;
	const path = `/onboarding/integrations/${onboarding_id}`;
	// a key that is the token itself has no end
	const code = `key-${newId()}`;
	api.pos.tokens.add(code);
	expect((await partner.call("PUT", path, { code })).status).toBe(200);
	const ingest = async () => {
		const locations = ids.map((provider_id) => ({ provider_id }));
		const { status, body } = await partner.call("POST", "/onboarding/locations/ingest", { onboarding_id, locations });
		expect(status).toBe(201);
		return body.locations.map(({ _id }: { _id: string }) => _id) as string[];
	};
	const location_ids = await ingest();
	const show = () => showOrg({ ...api, clock: { now } }, org_id);
	const health = async () => {
		const { health, health_reason } = (await show()).integrations[0]!;
		return { health, health_reason };
	};
	const remove = async () => {
		const { access_token } = await api.accounts.issueToken({ ...partner, grant_type: "client_credentials" });
		const headers = { authorization: `Bearer ${access_token}` };
		expect((await api.fetch(path, { method: "DELETE", headers })).status).toBe(200);
	};
	/** Webhooks every other hour from 8 to 22 on each of the last days, the last of them an hour ago. */
	const speak = async (location_id: string, days: number) => {
		for (let day = 0; day < days; day++)
			for (let hours = 1; hours <= 15; hours += 2) {
				const received_at = now() - day * DAY - hours * HOUR;
				await insertInbox(api.db, {
					...{ org_id, inbox_id: newId(), location_id, slug: "key-pos", type: "order.status.updated" },
					...{ digest: "", body: "{}", effect: "applied", received_at },
				});
			}
	};
	return { org_id, onboarding_id, location_ids, ingest, show, health, speak, remove };
}

/** Let that many hours pass, one by one, with everything that is due in each. */
async function hours(count: number): Promise<void> {
	for (let n = 0; n < count; n++) {
		pass(HOUR);
		await api.reconcile.runDue();
	}
}
const events = () =>
	api.reconcile.log_lines.map((line) => JSON.parse(line)).map(({ event, location_id }) => [event, location_id]);

describe("a sweep (issue 3, reconciliation)", () => {
	test("compares locations and catalogs as often as the POS's setting says, and asks for nothing else", async () => {
		const { location_ids } = await onboard("loc-1", "loc-2");
		api.pos.catalog_fetches.length = 0;
		await hours(1);
		expect(api.pos.catalog_fetches.sort()).toEqual(["loc-1", "loc-2"]);
		await hours(5);
		expect(api.pos.catalog_fetches).toHaveLength(2);
		await hours(1);
		expect(api.pos.catalog_fetches).toHaveLength(4);
		expect(api.reconcile.counted).toEqual(["sweep done", "sweep done"]);
		// unchanged: no new version of a catalog, nothing to publish
		const rows = await api.db.query("SELECT location_id, catalog_version FROM location ORDER BY provider_id");
		expect(rows).toEqual(location_ids.map((location_id) => ({ location_id, catalog_version: 1 })));
		expect(api.republished).toEqual([]);
	});

	// covers: B.11 location, B.11 channel
	test("brings in what the POS changed without a word", async () => {
		const { show, location_ids } = await onboard("loc-1", "loc-2");
		api.pos.locations = [place("loc-1", { name: "Pier", prep_time_minutes: 25 }), place("loc-2")];
		await hours(1);
		expect((await show()).locations.map(({ name }) => name)).toEqual(["Kitchen loc-2", "Pier"]);
		// the preparation time stands on the menu (contract.md B.11)
		expect(api.republished).toEqual([location_ids[0]]);
		expect(events()).toContainEqual(["sweep.location_changed", location_ids[0]]);
	});

	test("names a location that its POS lists no more, once, until it is back", async () => {
		const { health, location_ids } = await onboard("loc-1", "loc-2");
		api.pos.locations = [place("loc-1")];
		await hours(14);
		expect(await health()).toEqual({
			health: "attention",
			health_reason: expect.stringMatching(/^location_missing: the POS no longer lists Kitchen loc-2 since 2/),
		});
		expect(events().filter(([event]) => event === "sweep.location_missing")).toEqual([
			["sweep.location_missing", location_ids[1]],
		]);
		api.pos.locations.push(place("loc-2"));
		await hours(6);
		expect(await health()).toEqual({ health: "ok", health_reason: null });
	});

	test("leaves out the catalog of a location that the POS calls disconnected", async () => {
		await onboard("loc-1", "loc-2");
		api.pos.catalog_fetches.length = 0;
		api.pos.locations = [place("loc-1", { connection_status: "disconnected" }), place("loc-2")];
		await hours(1);
		expect(api.pos.catalog_fetches).toEqual(["loc-2"]);
	});

	test("of a POS that fails changes nothing and is tried again in an hour", async () => {
		await onboard("loc-1");
		api.pos.answers.set("locations", () => ({ status: 500, body: {} }));
		await hours(2);
		expect(api.reconcile.counted).toEqual(["sweep failed", "sweep failed"]);
		api.pos.answers.clear();
		await hours(1);
		expect(api.reconcile.counted.at(-1)).toBe("sweep done");
	});

	test("never comes where the POS's setting says so, and ends with the integration", async () => {
		const { remove, onboarding_id } = await onboard("loc-1");
		await api.db.query(`UPDATE provider SET settings = '{"sweep_hours":0}' WHERE slug = 'key-pos'`);
		pass(6_000);
		await hours(8);
		expect(api.reconcile.counted).toEqual([]);
		await remove();
		await hours(2);
		const jobs =
			"SELECT id FROM pgboss.job WHERE name = 'pos.reconcile' AND data->>'integration_id' = $1 AND state < 'completed'";
		expect(await api.db.query(jobs, [onboarding_id])).toEqual([]);
	});

	test("is scheduled once however many processes ask for it, each merchant's at a minute of its own", async () => {
		await onboard("loc-1");
		await onboard("loc-1");
		await Promise.all([1, 2, 3].map(() => api.reconcile.scheduleAll()));
		const jobs = await api.db.query<{ start_after: Date }>(
			"SELECT start_after FROM pgboss.job WHERE name = 'pos.reconcile' AND state = 'created'",
		);
		expect(jobs).toHaveLength(2);
		for (const { start_after } of jobs) {
			expect(start_after.getTime()).toBeGreaterThan(now());
			expect(start_after.getTime()).toBeLessThanOrEqual(now() + HOUR);
		}
		expect(jobs[0]?.start_after.getTime()).not.toBe(jobs[1]?.start_after.getTime());
	});

	test("is found again by upkeep when its job was lost, also after the integration was away", async () => {
		const { remove } = await onboard("loc-1");
		await api.db.query("DELETE FROM pgboss.job");
		expect(await api.reconcile.scheduleAll()).toBe(1);
		await hours(1);
		expect(api.reconcile.counted).toEqual(["sweep done"]);
		await remove();
		expect(await api.reconcile.scheduleAll()).toBe(0);
	});
});

describe("a feed that falls silent (issue 3, reconciliation)", () => {
	test("beyond its own habit is an alarm, said once; the POS is compared every hour until it speaks again", async () => {
		const { location_ids, speak, health } = await onboard("loc-1", "loc-2");
		const [main = "", pier = ""] = location_ids;
		await speak(main, 10);
		await hours(12);
		expect(await health()).toEqual({ health: "ok", health_reason: null });
		const sweeps = () => api.reconcile.counted.filter((what) => what === "sweep done").length;
		const before = sweeps();
		await hours(6);
		expect(await health()).toEqual({
			health: "attention",
			health_reason: expect.stringMatching(/^feed_quiet: no webhook, longer than usual, from Kitchen loc-1 since 2/),
		});
		expect(events().filter(([event]) => event === "pos_feed.quiet")).toEqual([["pos_feed.quiet", main]]);
		expect(events()).not.toContainEqual(["pos_feed.quiet", pier]);
		expect(sweeps() - before).toBeGreaterThan(2);
		expect(api.reconcile.counted.filter((what) => what === "feed quiet")).toHaveLength(1);

		await speak(main, 1);
		await hours(1);
		expect(await health()).toEqual({ health: "ok", health_reason: null });
		expect(events()).toContainEqual(["pos_feed.heard_again", main]);
	});

	test("is none while the location is closed, and none before its habit is known", async () => {
		const { location_ids, speak, health } = await onboard("loc-1", "loc-2");
		const [main = "", pier = ""] = location_ids;
		await speak(main, 10);
		await speak(pier, 5);
		await api.db.query("UPDATE location SET status = 'inactive' WHERE location_id = $1", [main]);
		await hours(30);
		expect(await health()).toEqual({ health: "ok", health_reason: null });
		expect(events().filter(([event]) => event === "pos_feed.quiet")).toEqual([]);
	});

	// covers: E.13 holidays
	test("is none on a day on which the location is closed by its own hours, and one after it", async () => {
		const { location_ids, speak, health } = await onboard("loc-1");
		const [main = ""] = location_ids;
		await speak(main, 10);
		const dates = [0, 1].map((days) => new Date(now() + days * DAY).toISOString().slice(5, 10));
		const holidays = JSON.stringify(dates.map((date) => ({ date, recurring_yearly: true })));
		await api.db.query("UPDATE location SET holidays = $2 WHERE location_id = $1", [main, holidays]);
		api.pos.locations = [place("loc-1", { timezone: "UTC" })];
		const until_midnight = Math.ceil((DAY - (now() % DAY)) / HOUR);
		await hours(until_midnight + 23);
		expect(await health()).toEqual({ health: "ok", health_reason: null });
		await hours(16);
		expect((await health()).health_reason).toMatch(/^feed_quiet: /);
	});

	test("does not hide that the POS took its authorization back", async () => {
		const { location_ids, speak, health, onboarding_id } = await onboard("loc-1");
		await speak(location_ids[0] ?? "", 10);
		const reason = "provider_reauthorization_needed: answered 401";
		await api.db.query("UPDATE integration SET health = 'failing', health_reason = $2 WHERE integration_id = $1", [
			...[onboarding_id, reason],
		]);
		await hours(20);
		expect(await health()).toEqual({ health: "failing", health_reason: reason });
	});
});
