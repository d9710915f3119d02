import { afterAll, beforeAll, expect, test } from "vitest";
import { counterOf, orderOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { signInAs } from "./merchant-desk.ts";
import { openForBusiness, openTown, PATIENCE, type Town, untilQuiet } from "./town.ts";

const ORG = "merchant-771";
const STORE = "dd-9001";

let town: Town;
let call: Awaited<ReturnType<typeof signInAs>>;
let dsp_id: string;
let link: string;
let location_id: string;

beforeAll(async () => {
	town = await openTown({ scopes: ["onboarding", "sso"] });
	const onboarded = await openForBusiness(town, ORG);
	dsp_id = onboarded.dsp.onboarding_id;
	await untilQuiet(town);
	call = await signInAs(town, { role: "owner", provider_org_id: ORG });
	const [row] = await town.look<{ binding_id: string; provider_id: string }>(
		`SELECT b.binding_id, l.provider_id FROM binding b JOIN location l ON l.org_id = b.org_id AND l.location_id = b.location_id
		  WHERE b.dsp_location_id = $1 AND b.ended_at IS NULL`,
		[STORE],
	);
	link = `/console/orgs/${onboarded.org_id}/links/${row?.binding_id}`;
	location_id = row?.provider_id ?? "";
});
afterAll(() => town.close());

const store = (id = STORE) => town.dsp.stores.get(id);
const others = () => [...town.dsp.stores.values()].filter(({ location }) => location.provider_id !== STORE);
const soup = () => orderOf([orderLine(town.dsp.menus.get(STORE), "Soup of the day")]);

// covers: C.3 location.pause, C.3 location.resume, E.8 restaurant_not_accepting_orders
test("a link that staff pause closes its store at the DSP, whatever the POS says, until they resume it", async () => {
	const counter = counterOf(town);
	const paused = await call("POST", `${link}/pause`, {});
	expect(paused).toMatchObject({
		status: 200,
		body: { paused: true, paused_by: expect.stringMatching(/^user:/), closed_by: ["link"], link: { state: "paused" } },
	});
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(Number.POSITIVE_INFINITY);
	expect(others().every(({ paused_until }) => paused_until === 0)).toBe(true);

	const refused = soup();
	expect(await counter.place(refused)).toMatchObject({
		type: "location.order.fail",
		failure_reason: "restaurant_not_accepting_orders",
	});
	expect(counter.ticketOf(refused)).toBeUndefined();
	const kept = await town.look("SELECT verdict FROM orders WHERE dsp_order_id = $1", [refused.id]);
	expect(kept).toEqual([{ verdict: "failed" }]);

	// whoever paused it may look whether it works
	expect(await call("POST", `${link}/test-order`)).toMatchObject({ status: 201, body: { outcome: "accepted" } });

	await counter.tell("location.status.updated", { location_id, status: "inactive" });
	await counter.tell("location.status.updated", { location_id, status: "active" });
	await untilQuiet(town);
	expect(store()?.paused_until).toBe(Number.POSITIVE_INFINITY);

	await counter.tell("location.status.updated", { location_id, status: "inactive" });
	const resumed = await call("POST", `${link}/resume`);
	expect(resumed).toMatchObject({ status: 200, body: { paused: false, closed_by: ["location"] } });
	await untilQuiet(town);
	expect(store()?.paused_until).toBe(Number.POSITIVE_INFINITY);
	await counter.tell("location.status.updated", { location_id, status: "active" });
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(0);
	const taken = soup();
	expect(await counter.place(taken)).toMatchObject({ type: "location.order.accept" });
});

test("a pause with an end tells the DSP when it opens by itself, the later one of two", async () => {
	const counter = counterOf(town);
	const resumes = counter.dspEvents("location.resume").length;
	const [early, late] = [Date.now() + 3_600_000, Date.now() + 7_200_000];
	const paused = await call("POST", `${link}/pause`, { until_ms: early });
	expect(paused.body).toMatchObject({ paused: true, paused_until: early, link: { paused_until: early } });
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(early);
	await counter.tell("location.status.updated", { location_id, status: "inactive", paused_until: late });
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(late);
	await counter.tell("location.status.updated", { location_id, status: "active" });
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(early);
	await call("POST", `${link}/resume`);
	await expect.poll(() => (store()?.paused_until ?? 0) <= Date.now(), PATIENCE).toBe(true);
	expect(counter.dspEvents("location.resume")).toHaveLength(resumes);
	expect(await counter.place(soup())).toMatchObject({ type: "location.order.accept" });
});

test("a store that is paused and unlinked is open when it is linked again", async () => {
	const counter = counterOf(town);
	await call("POST", `${link}/pause`, {});
	await expect.poll(() => store()?.paused_until, PATIENCE).toBe(Number.POSITIVE_INFINITY);
	const ended = await call("DELETE", link);
	expect(ended.body).toMatchObject({ paused: false, ended_at: expect.any(Number) });
	await untilQuiet(town);
	expect(store()?.is_connected).toBe(false);
	expect(await call("POST", `${link}/pause`, {})).toMatchObject({ status: 404, body: { code: "link_not_found" } });
	await town.api.call("POST", "/onboarding/locations/bind", {
		onboarding_id: dsp_id,
		locations: [{ pos_location_id: location_id, dsp_provider_id: STORE }],
	});
	await untilQuiet(town);
	expect(store()).toMatchObject({ is_connected: true, paused_until: 0 });
	expect(await counter.place(soup())).toMatchObject({ type: "location.order.accept" });
});
