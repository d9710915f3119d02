import { randomBytes } from "node:crypto";
import { compile, PartnerEvent, signBody } from "@ticketrail/contract";
import { afterEach, expect, test } from "vitest";
import type { Clock } from "../../base/clock.ts";
import { createLog } from "../../base/log.ts";
import { createSecretBox } from "../../base/secret-box.ts";
import { showOrder } from "../../cli/office.ts";
import { createEgress } from "../../clients/egress.ts";
import { createEventClient } from "../../clients/event-client.ts";
import { openTestServer, reply, replyJson, type TestServer } from "../../clients/test-server.ts";
import type { Database } from "../../storage/database.ts";
import { cancelAsStaff, replayDeliveries } from "../orders/index.ts";
import { answered, openKitchen } from "../orders/test-kitchen.ts";
import {
	createEventPartners,
	type EventPartners,
	openAnnounce,
	registerEventPartner,
	removeEventPartner,
	showEventPartners,
	updateEventPartner,
} from "./index.ts";

const SECRET = "whsec-événements";
const taken = answered(201, { order: { provider_id: "pos-1", prep_time_minutes: 10 } });
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

/** A kitchen with event partners that are real servers; `answer` says what they reply to their n-th event. */
async function openHouse(
	partners: { slug: string; events?: string[]; location?: string }[],
	answer: (slug: string, number: number) => Buffer = () => replyJson(201, "ok"),
) {
	const servers = new Map<string, TestServer>();
	let feature: EventPartners | undefined;
	const secret_box = createSecretBox(randomBytes(32));
	let parts: { db: Database; clock: Clock; secret_box: typeof secret_box } | undefined;
	const kitchen = await openKitchen({
		pos: [taken],
		async listener({ db, queue, clock, location_id }) {
			parts = { db, clock, secret_box };
			const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
			closers.push(() => egress.close());
			for (const { slug, events, location } of partners) {
				const server = await openTestServer((socket, _request, number) => socket.write(answer(slug, number)));
				closers.push(() => server.close());
				servers.set(slug, server);
				const locations = location === undefined ? [] : [`${location_id}=${location}`];
				const partner = { slug, url: `${server.url}/hook?a=1`, secret: SECRET, locations, ...(events && { events }) };
				await registerEventPartner({ db, clock, secret_box, public_url: "http://hub.test" }, partner);
			}
			const log = createLog({ level: "silent" });
			const client = createEventClient({ egress });
			feature = createEventPartners({ db, queue, clock, log, secret_box, client, onAttempt() {} });
			closers.push(await feature.watch());
			return feature;
		},
	});
	closers.push(() => kitchen.close());
	const received = (slug: string) =>
		(servers.get(slug)?.requests ?? []).map((request) => {
			const body = Buffer.from(request.slice(request.indexOf("\r\n\r\n") + 4), "latin1").toString("utf8");
			return { head: request.slice(0, request.indexOf("\r\n\r\n")).toLowerCase(), body, event: JSON.parse(body) };
		});
	const status = (value: string) =>
		kitchen.orders.applyStatus({
			...{ org_id: kitchen.ids.org_id, location_id: kitchen.ids.location_id, slug: "sim-pos", pos_order_id: "pos-1" },
			status: value,
			evidence: "{}",
		});
	/** What was changed is known to the running hub. */
	const notice = async () => closers.push((await feature?.watch()) ?? (() => {}));
	return { kitchen, received, status, notice, parts: parts!, find: (slug: string) => feature?.find(slug) };
}

// covers: D.1 body, D.1 signature, D.1 order.confirmed, D.2 order, D.2 money, F-27, F-22, E.3 location_id
test("an event partner gets the whole order once it is in the POS, signed over the bytes that arrive (contract.md D.1, D.2, F-27)", async () => {
	const { kitchen, received } = await openHouse([{ slug: "courier", location: "store-7" }]);
	await kitchen.submit({
		fulfillment_type: "merchant_managed_delivery",
		delivery_fee: 350,
		delivery_fee_taxes: 31,
		driver_tip: 100,
		special_instructions: "Ring twice, señora",
	});
	await kitchen.settleAll();
	const [first, ...others] = received("courier");
	expect(others).toEqual([]);
	expect(first?.head).toContain("post /hook?a=1 http/1.1");
	expect(first?.head).toContain(`x-stream-signature: ${signBody(SECRET, first?.body ?? "")}`);
	expect(compile(PartnerEvent)(first?.event)).toMatchObject({ ok: true });
	const { order_id } = (await kitchen.order())!;
	expect(first?.event).toEqual({
		type: "order.confirmed",
		location_id: kitchen.ids.location_id,
		reference_id: "store-7",
		order: {
			id: order_id,
			source: "sim-dsp",
			dsp_order_id: "o-1",
			dsp_order_number: "#1",
			customer: { name: "Ana Lopez", phone: "+12065550100" },
			currency: "usd",
			estimated_fulfillment_time: kitchen.started_at + 600_000,
			fulfillment_type: "merchant_managed_delivery",
			special_instructions: "Ring twice, señora",
			status: "in_progress",
			subtotal: 1050,
			tax: 105,
			driver_tip: 100,
			delivery_fee: 350,
			delivery_fee_tax: 31,
			total: 1605,
			items: [
				{ name: "Large tea", quantity: 2, price: 450, modifiers: [{ name: "Oat milk", quantity: 1, price: 75 }] },
			],
			unpaid: false,
		},
	});
});

// covers: C.7 stream_managed_delivery
test("an order that the hub is to have delivered reaches POS and couriers as such, with its address (contract.md C.7, E.4)", async () => {
	const { kitchen, received } = await openHouse([{ slug: "courier" }]);
	const delivery_address = {
		address_line_1: "5 Pine St",
		city: "Seattle",
		state: "WA",
		postal_code: "98101",
		country: "US",
	};
	const fulfillment = { fulfillment_type: "stream_managed_delivery", fulfillment_instructions: "Side door" };
	await kitchen.submit({ ...fulfillment, delivery_address });
	await kitchen.settleAll();
	expect(kitchen.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	expect(JSON.parse(kitchen.toPos[0]?.body ?? "").object).toMatchObject({ ...fulfillment, delivery_address });
	expect(received("courier")[0]?.event).toMatchObject({
		type: "order.confirmed",
		order: { ...fulfillment, delivery_address },
	});
});

// covers: D.1 order.confirmed, B.8 current
test("an order that was taken in the store is no event: they begin when a DSP's order is in its POS (contract.md D.1, B.8)", async () => {
	const { kitchen, received } = await openHouse([{ slug: "loyalty" }]);
	const { org_id, location_id } = kitchen.ids;
	const at = { org_id, location_id, slug: "sim-pos", evidence: "{}" };
	expect(await kitchen.orders.takeInStore({ ...at, source_order_id: "phone-1" })).toMatchObject({
		is_duplicate: false,
	});
	for (const status of ["ready_for_pickup", "completed"])
		expect(await kitchen.orders.applyStatus({ ...at, pos_order_id: "phone-1", status })).toBe("applied");
	await kitchen.settleAll();
	expect(received("loyalty")).toEqual([]);
});

// covers: D.1 order.updated, D.1 order.canceled
test("status changes and a cancellation follow in order, each once (contract.md D.1)", async () => {
	const { kitchen, received, status } = await openHouse([{ slug: "loyalty" }]);
	await kitchen.submit();
	await kitchen.settleAll();
	for (const value of ["ready_for_pickup", "ready_for_pickup", "merchant_canceled"]) await status(value);
	await kitchen.settleAll();
	const events = received("loyalty").map(({ event }) => [event.type, event.order.status, event.reference_id]);
	expect(events).toEqual([
		["order.confirmed", "in_progress", undefined],
		["order.updated", "ready_for_pickup", undefined],
		["order.canceled", "merchant_canceled", undefined],
	]);
});

// covers: D.1 order.canceled
test("a channel's cancellation is told as such, and an order that never reached its POS is not told at all (contract.md D.1)", async () => {
	const { kitchen, received } = await openHouse([{ slug: "loyalty" }]);
	const cancel = (id: string) =>
		kitchen.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: id, body: "{}" });
	await kitchen.submit();
	await kitchen.settleAll();
	await cancel("o-1");
	await kitchen.submit({}, "o-2");
	await cancel("o-2");
	await cancel("o-3");
	await kitchen.settleAll();
	const events = received("loyalty").map(({ event }) => [event.type, event.order.dsp_order_id, event.order.status]);
	expect(events).toEqual([
		["order.confirmed", "o-1", "in_progress"],
		["order.canceled", undefined, "dsp_canceled"],
	]);
});

// covers: D.1 order.canceled
test("what staff cancels is told once as the store's cancellation, from the console and from the command line (contract.md D.1)", async () => {
	const { kitchen, received, parts } = await openHouse([{ slug: "loyalty" }]);
	const idOf = async (id: string) => String((await kitchen.order(id))?.order_id);
	for (const id of ["o-1", "o-2"]) await kitchen.submit({}, id);
	await kitchen.settleAll();
	await kitchen.submit({}, "o-3");
	const cancel = async (id: string) => ({ org_id: kitchen.ids.org_id, order_id: await idOf(id), actor: "operator" });
	for (const id of ["o-1", "o-1", "o-3"]) await kitchen.orders.cancelByStaff(await cancel(id));
	const announce = await openAnnounce({ ...parts, log: createLog({ level: "silent" }) });
	const { db, queue, clock } = kitchen;
	await cancelAsStaff({ db, queue, clock, announce }, await cancel("o-2"));
	await kitchen.settleAll();
	const canceled = received("loyalty").filter(({ event }) => event.type === "order.canceled");
	expect(canceled.map(({ event }) => event.order)).toEqual([
		{ id: await idOf("o-1"), status: "merchant_canceled" },
		{ id: await idOf("o-2"), status: "merchant_canceled" },
	]);
	expect(kitchen.toDsp.filter(({ type }) => type === "location.order.cancel")).toHaveLength(2);
});

// covers: D.1 driver.status_updated
test("only the events that were asked for are sent, and driver progress only on request (contract.md D.1)", async () => {
	const partners = [{ slug: "all" }, { slug: "drivers", events: ["driver.status_updated"] }];
	const { kitchen, received } = await openHouse(partners);
	await kitchen.submit();
	await kitchen.settleAll();
	const { order_id } = (await kitchen.order())!;
	await kitchen.orders.assignDriver({
		slug: "fleet",
		object: { order_id, driver_details: { name: "Ben Carter" }, delivery_status: "enroute_to_pickup" },
		evidence: "{}",
		may_speak_of: () => true,
	});
	await kitchen.settleAll();
	expect(received("all").map(({ event }) => event.type)).toEqual(["order.confirmed"]);
	expect(received("drivers").map(({ event }) => event)).toEqual([
		{
			type: "driver.status_updated",
			location_id: kitchen.ids.location_id,
			order: { id: order_id, dsp_order_id: "o-1", status: "in_progress", delivery_status: "enroute_to_pickup" },
		},
	]);
});

// covers: D.1 driver.status_updated
test("a channel's courier reaches who asked for it, once for each status, and an order that left is told as such (contract.md C.5.4, D.1)", async () => {
	const { kitchen, received } = await openHouse([
		{ slug: "all" },
		{ slug: "drivers", events: ["driver.status_updated"] },
	]);
	await kitchen.submit();
	await kitchen.settleAll();
	for (let times = 0; times < 2; times++)
		await kitchen.orders.followCourier({
			...{ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" },
			delivery_status: "enroute_to_dropoff",
		});
	await kitchen.settleAll();
	expect(received("drivers").map(({ event }) => [event.order.delivery_status, event.order.status])).toEqual([
		["enroute_to_dropoff", "out_for_delivery"],
	]);
	expect(received("all").map(({ event }) => [event.type, event.order.status])).toEqual([
		["order.confirmed", "in_progress"],
		["order.updated", "out_for_delivery"],
	]);
});

// covers: D.3 order.assign.driver, B.5.4 driver_details
test("a courier that an event provider names reaches the POS with its own order id (contract.md D.3, B.5.4)", async () => {
	const { kitchen } = await openHouse([]);
	await kitchen.submit();
	await kitchen.settleAll();
	const { order_id } = (await kitchen.order())!;
	const driver_details = { name: "Ben Carter", source: "fleet", phone: { number: "+12065550123" } };
	const assignment = { slug: "fleet", object: { order_id, driver_details }, evidence: "{}" };
	expect(await kitchen.orders.assignDriver({ ...assignment, may_speak_of: () => true })).toBe("applied");
	await kitchen.settleAll();
	expect(JSON.parse(kitchen.toPos.at(-1)?.body ?? "")).toEqual({
		type: "order.updated",
		object: { location_id: "pos-loc-7", order_id: "pos-1", status: "in_progress", driver_details },
	});
	// the operator sees who comes, also before anybody says where the courier is (order show)
	expect(await showOrder(kitchen.db, order_id)).toMatchObject({
		courier: { driver: driver_details, delivery_status: null },
	});
	expect(await kitchen.orders.assignDriver({ ...assignment, may_speak_of: () => true })).toBe("ignored");
	const moved = { ...assignment, object: { ...assignment.object, delivery_status: "arrived_at_pickup" } };
	expect(await kitchen.orders.assignDriver({ ...moved, may_speak_of: () => true })).toBe("applied");
	await kitchen.settleAll();
	expect(kitchen.toPos.slice(2).map(({ body }) => JSON.parse(body).object.delivery_status)).toEqual([
		"arrived_at_pickup",
	]);
	expect(await showOrder(kitchen.db, order_id)).toMatchObject({ courier: { delivery_status: "arrived_at_pickup" } });
	await expect(kitchen.orders.assignDriver({ ...assignment, may_speak_of: () => false })).rejects.toMatchObject({
		code: "order_not_found",
	});
	const foreign = { ...assignment, object: { ...assignment.object, order_id: "not-an-id" }, may_speak_of: () => true };
	await expect(kitchen.orders.assignDriver(foreign)).rejects.toMatchObject({ code: "order_not_found" });
});

// covers: D.1 answer, E.12 retries, F-33
test("an event partner that is down hears everything in order later, and keeps nobody else waiting (contract.md E.12)", async () => {
	const partners = [{ slug: "down" }, { slug: "up" }];
	const { kitchen, received, status } = await openHouse(partners, (slug, number) =>
		slug === "down" && number < 3 ? reply(503) : reply(204),
	);
	await kitchen.submit();
	await kitchen.settleAll();
	await status("ready_for_pickup");
	await kitchen.settleAll();
	expect(received("up").map(({ event }) => event.type)).toEqual(["order.confirmed", "order.updated"]);
	expect(received("down").map(({ event }) => event.type)).toEqual(["order.confirmed"]);
	for (let waited = 0; waited < 4; waited++) {
		kitchen.advance(10_000);
		await kitchen.settleAll();
	}
	const told = received("down");
	expect(told.map(({ event }) => event.type)).toEqual([
		"order.confirmed",
		"order.confirmed",
		"order.confirmed",
		"order.updated",
	]);
	expect(new Set(told.slice(0, 3).map(({ body }) => body)).size).toBe(1);
	expect(new Set(told.slice(0, 3).map(({ head }) => /idempotency-key: (\S+)/.exec(head)?.[1])).size).toBe(1);
});

// covers: D.1 answer, E.12 stop
test("an event that was refused is dead with its reason and can be sent again to the same partner (contract.md E.12)", async () => {
	const { kitchen, received } = await openHouse([{ slug: "loyalty" }], (_slug, number) =>
		reply(number === 1 ? 410 : 200),
	);
	await kitchen.submit();
	await kitchen.settleAll();
	const dead = await kitchen.db.query<{ delivery_id: string; reason: string; slug: string; type: string }>(
		"SELECT delivery_id, reason, slug, type FROM delivery WHERE state = 'dead'",
	);
	expect(dead).toMatchObject([{ reason: "answered 410", slug: "loyalty", type: "event.order.confirmed" }]);
	const deps = { db: kitchen.db, queue: kitchen.queue, clock: { now: () => kitchen.started_at } };
	await replayDeliveries(deps, [dead[0]?.delivery_id ?? ""]);
	await kitchen.settleAll();
	expect(received("loyalty")).toHaveLength(2);
	expect(kitchen.toPos).toHaveLength(1);
});

test("registering says what is wrong with the slug, the URL, an event or a location", async () => {
	const { kitchen } = await openHouse([{ slug: "taken" }]);
	const parts = {
		...{ db: kitchen.db, clock: { now: () => 0 }, public_url: "http://hub.test" },
		secret_box: createSecretBox(randomBytes(32)),
	};
	const good = { slug: "fleet", url: "https://fleet.example.test/hook", secret: "s" };
	const wrong: [object, string, string][] = [
		[{ slug: "Fleet!" }, "invalid_field", "slug"],
		[{ secret: "" }, "invalid_field", "secret"],
		[{ url: "ftp://fleet.example.test" }, "invalid_field", "url"],
		[{ url: "https://me:pw@fleet.example.test" }, "invalid_field", "url"],
		[{ events: ["order.eaten"] }, "invalid_field", "events"],
		[{ events: [] }, "invalid_field", "events"],
		[{ locations: ["no-reference"] }, "invalid_field", "location"],
		[{ locations: ["somewhere=7"] }, "location_not_found", "location"],
		[{ slug: "taken" }, "already_exists", "slug"],
	];
	for (const [change, code, param] of wrong)
		await expect(registerEventPartner(parts, { ...good, ...change })).rejects.toMatchObject({ code, param });
	expect(await registerEventPartner(parts, good)).toEqual({
		slug: "fleet",
		webhook_url: "http://hub.test/events/fleet/webhook",
	});
});

test("a partner's new secret signs at once, and its former one is taken for a day more", async () => {
	const { kitchen, received, parts, notice, find } = await openHouse([{ slug: "courier" }]);
	const shown = await updateEventPartner(parts, { slug: "courier", secret: "new secret" });
	expect(shown).toMatchObject({ slug: "courier", rotated_at: kitchen.started_at, locations: [] });
	expect(JSON.stringify(shown)).not.toContain("secret");
	await notice();
	await kitchen.submit();
	await kitchen.settleAll();
	const [event] = received("courier");
	expect(event?.head).toContain(`x-stream-signature: ${signBody("new secret", event?.body ?? "")}`);
	expect(find("courier")?.secrets).toEqual(["new secret", SECRET]);
	kitchen.advance(24 * 3_600_000 - 1);
	await notice();
	expect(find("courier")?.secrets).toEqual(["new secret", SECRET]);
	kitchen.advance(1);
	await notice();
	expect(find("courier")?.secrets).toEqual(["new secret"]);
});

test("a partner's URL, events and locations can be changed, each alone, and nothing is half changed", async () => {
	const { kitchen, parts } = await openHouse([{ slug: "courier", location: "store-7" }]);
	const here = kitchen.ids.location_id;
	const before = (await showEventPartners(kitchen.db))[0];
	expect(before).toMatchObject({ locations: [`${here}=store-7`], rotated_at: null });
	const change = (more: object) => updateEventPartner(parts, { slug: "courier", ...more });
	expect(await change({ url: "https://new.example.test/hook" })).toEqual({
		...before,
		url: "https://new.example.test/hook",
	});
	expect(await change({ events: ["order.canceled"] })).toMatchObject({ events: ["order.canceled"] });
	expect(await change({ locations: [`${here}=store-8`] })).toMatchObject({ locations: [`${here}=store-8`] });
	for (const [more, code, param] of [
		[{ url: "https://x.example.test", locations: ["nowhere=1"] }, "location_not_found", "location"],
		[{ url: "ftp://x.example.test" }, "invalid_field", "url"],
		[{ events: [] }, "invalid_field", "events"],
		[{ secret: "" }, "invalid_field", "secret"],
		[{ slug: "nobody", url: "https://x.example.test" }, "provider_not_found", "slug"],
	] as const)
		await expect(change(more)).rejects.toMatchObject({ code, param });
	expect((await showEventPartners(kitchen.db))[0]).toMatchObject({
		...{ url: "https://new.example.test/hook", events: ["order.canceled"], locations: [`${here}=store-8`] },
	});
	expect(await change({ locations: [] })).toMatchObject({ locations: [] });
});

test("a partner that was removed hears nothing more, also of what waited for it, and its slug is free again", async () => {
	const { kitchen, received, parts, notice, find } = await openHouse([{ slug: "courier", location: "store-7" }], () =>
		reply(503),
	);
	await kitchen.submit();
	await kitchen.settleAll();
	await removeEventPartner(kitchen.db, "courier");
	await expect(removeEventPartner(kitchen.db, "courier")).rejects.toMatchObject({ code: "provider_not_found" });
	await notice();
	expect(find("courier")).toBeUndefined();
	kitchen.advance(60_000);
	await kitchen.settleAll();
	expect(received("courier")).toHaveLength(1);
	const [waiting] = await kitchen.db.query("SELECT state, reason FROM delivery WHERE slug = 'courier'");
	expect(waiting).toEqual({ state: "dropped", reason: "the event partner is no longer registered" });
	const again = { slug: "courier", url: "https://courier.example.test/hook", secret: "s" };
	await registerEventPartner({ ...parts, public_url: "http://hub.test" }, again);
	expect(await showEventPartners(kitchen.db)).toMatchObject([{ slug: "courier", locations: [] }]);
});
