import { afterEach, expect, test } from "vitest";
import { listDeliveries } from "../../storage/tables/delivery.ts";
import { listOrderEvents } from "../../storage/tables/order-event.ts";
import { answered, lostAnswer, openKitchen, sellable } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
const kitchens: Kitchen[] = [];

async function open(options: Parameters<typeof openKitchen>[0] = {}, slots = 8): Promise<Kitchen> {
	const kitchen = await openKitchen(options);
	kitchens.push(kitchen);
	kitchen.attachWorker(slots);
	return kitchen;
}

afterEach(async () => {
	await Promise.all(kitchens.splice(0).map((kitchen) => kitchen.close()));
});

const eventsOf = async (k: Kitchen, id?: string) =>
	(await listOrderEvents(k.db, k.ids.org_id, (await k.order(id))?.order_id ?? "")).map(({ type, injection }) => [
		type,
		injection,
	]);

test("an order leaves for its POS at the commit of its intake, checked, marked and with its history", async () => {
	const k = await open();
	await k.submit();
	await k.atRest();
	expect(k.toPos).toHaveLength(1);
	expect(await k.order()).toMatchObject({ injection: "accepted", verdict: "accepted", pos_order_id: "pos-1" });
	expect(await eventsOf(k)).toEqual([
		["order.received", "received"],
		["order.sending", "sending"],
		["order.accepted", "accepted"],
	]);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
});

test("before the request leaves it is stored that it may have left: who takes over sends the same bytes again", async () => {
	const seen: unknown[] = [];
	const k = await open({
		pos: [
			async (): Promise<never> => {
				seen.push((await k.order())?.injection, ...(await listDeliveries(k.db, { limit: 9 })).map((row) => row.state));
				throw new Error("the process ends here");
			},
			answered(201, { order: { provider_id: "pos-9" } }),
		],
	});
	await k.submit();
	await k.atRest().catch(() => {});
	expect(seen).toEqual(["sending", "unconfirmed"]);
	// nobody has settled the job: it is claimed again, as after a crash
	await k.queue.reclaim();
	await k.settleAll();
	expect(k.toPos).toHaveLength(2);
	expect(new Set(k.toPos.map(({ body, key }) => body + key)).size).toBe(1);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
});

test("a POS that never takes an order twice gets it by the careful way, one commit later", async () => {
	const k = await open({ settings: { delivery_contract: "at_most_once" }, pos: [lostAnswer] });
	await k.submit();
	await k.atRest();
	expect(await eventsOf(k)).toEqual([
		["order.received", "received"],
		["order.sending", "sending"],
		["order.outcome_unknown", "unknown"],
	]);
	expect(k.toPos).toHaveLength(1);
});

test("what the catalog refuses is refused as ever, and the place at the POS stays free", async () => {
	const k = await open({ catalog: [{ ...sellable("st-var-1", "tea-large", 450), is_active: false }] });
	await k.submit();
	await k.atRest();
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(k.toDsp[0]?.body).toMatchObject({ failure_reason: "pos_missing_items" });
	for (let n = 0; n < 64; n++) expect(k.destinations.enterNow("sim-pos")).toBeTypeOf("function");
});

test("repeats of an order send it once, together or one after the other, and hold no place", async () => {
	const k = await open();
	const placed = await Promise.all([k.submit(), k.submit(), k.submit()]);
	await k.submit();
	await k.atRest();
	expect(new Set(placed.map(({ order_id }) => order_id)).size).toBe(1);
	expect(k.toPos).toHaveLength(1);
	for (let n = 0; n < 64; n++) expect(k.destinations.enterNow("sim-pos")).toBeTypeOf("function");
	expect(k.destinations.enterNow("sim-pos")).toBeUndefined();
});

test("without a free worker, or with a POS that rests, an order waits its turn in the queue", async () => {
	const k = await open({}, 0);
	await k.submit({}, "o-1");
	expect(await eventsOf(k, "o-1")).toEqual([["order.received", "received"]]);
	k.attachWorker(8);
	for (let n = 0; n < 8; n++) k.destinations.enterNow("sim-pos")?.(false);
	await k.submit({}, "o-2");
	await k.atRest();
	expect(await eventsOf(k, "o-2")).toEqual([["order.received", "received"]]);
	k.advance(10_000);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept", "location.order.accept"]);
});

test("an order goes to the location that its store is bound to now, not to the one remembered", async () => {
	const k = await open();
	await k.submit({}, "o-1");
	await k.atRest();
	await k.db.query("UPDATE binding SET ended_at = 1 WHERE org_id = $1", [k.ids.org_id]);
	await k.db.query("DELETE FROM route_dsp_store WHERE dsp_location_id = 'dd-9001'");
	await expect(k.submit({}, "o-2")).rejects.toMatchObject({ code: "location_not_found" });
	expect(k.toPos).toHaveLength(1);
});
