import { afterAll, beforeAll, expect, test } from "vitest";
import { counterOf } from "./counter.ts";
import { findItem } from "./menu.ts";
import { openForBusiness, openTown, PATIENCE, type Town, untilQuiet } from "./town.ts";

let town: Town;

beforeAll(async () => {
	town = await openTown();
	await openForBusiness(town);
	await untilQuiet(town);
});
afterAll(() => town.close());

/** The next look at the POS is due now. */
const sweepNow = () =>
	town.look("UPDATE pgboss.job SET start_after = now() WHERE name = 'pos.reconcile' AND state = 'created'");

test("a POS that changes its menu without a word is found out by the next sweep, and the channel shows it", async () => {
	const asked = town.pos_line.to("GET /stream-pos/v1/catalog").length;
	counterOf(town).familyAt("4410", "caprese").price_amount = 1234;
	await untilQuiet(town);
	expect(town.pos_line.to("GET /stream-pos/v1/catalog")).toHaveLength(asked);
	await sweepNow();
	const shown = () => findItem(town.dsp.menus.get("dd-9001"), "Caprese").variations[0]?.price;
	await expect.poll(shown, PATIENCE).toBe(1234);
	await expect.poll(() => town.pos_line.to("GET /stream-pos/v1/catalog").length, PATIENCE).toBe(asked + 3);
	await untilQuiet(town);
	const published = town.dsp_line.to("POST /stream-dsp/v1/event").length;

	// nothing changed since: the POS is asked, and nobody hears anything
	await town.look("UPDATE integration SET swept_at = 0");
	await sweepNow();
	await expect.poll(() => town.pos_line.to("GET /stream-pos/v1/catalog").length, PATIENCE).toBe(asked + 6);
	await untilQuiet(town);
	expect(town.dsp_line.to("POST /stream-dsp/v1/event")).toHaveLength(published);
	const metrics = await (await fetch(`${town.hub.url}/metrics`)).text();
	expect(metrics).toContain('ticketrail_sweeps_total{slug="sim-pos",outcome="done"} 2');
});

test("a hub that starts sees to it that every POS will be looked at", async () => {
	await town.look("DELETE FROM pgboss.job WHERE name = 'pos.reconcile'");
	await town.restartHub();
	const waiting = () => town.look("SELECT id FROM pgboss.job WHERE name = 'pos.reconcile' AND state = 'created'");
	await expect.poll(async () => (await waiting()).length, PATIENCE).toBe(1);
});

test("a DSP that ends a store's connection by itself is found out by the next sweep, and so is its return", async () => {
	const waiting = () => town.look("SELECT id FROM pgboss.job WHERE name = 'dsp.reconcile' AND state = 'created'");
	const sweepDsp = async () => {
		await expect.poll(async () => (await waiting()).length, PATIENCE).toBe(1);
		await town.look("UPDATE integration SET swept_at = 0");
		await town.look("UPDATE pgboss.job SET start_after = now() WHERE name = 'dsp.reconcile' AND state = 'created'");
	};
	const health = async () =>
		(await town.look<{ health_reason: string | null }>("SELECT health_reason FROM integration WHERE type = 'dsp'"))[0]
			?.health_reason;
	const store = town.dsp.stores.get("dd-9001");
	if (store === undefined) throw new Error("no such store");
	store.is_connected = false;
	await sweepDsp();
	await expect.poll(health, PATIENCE).toMatch(/^store_disconnected: the DSP shows as not connected /);
	store.is_connected = true;
	await sweepDsp();
	await expect.poll(health, PATIENCE).toBe(null);
});
