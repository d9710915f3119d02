import { consent, type Onboarded } from "@ticketrail/hub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Counter, counterOf, orderOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { CREDENTIALS, LOGIN, openForBusiness, openTown, RETURN_URL, SECRETS, type Town, untilQuiet } from "./town.ts";
import { PATIENCE_MS, until } from "./until.ts";
import { sendSigned } from "./wire.ts";

let town: Town;
let counter: Counter;
let merchant: Onboarded;

beforeAll(async () => {
	town = await openTown();
	counter = counterOf(town);
	merchant = await openForBusiness(town);
});
afterAll(() => town.close());

const soup = () => orderOf([orderLine(town.dsp.menus.get("dd-9001"), "Soup of the day")]);
const submit = (body: object) => sendSigned(`${town.hub.url}/order/sim-dsp`, SECRETS.dsp, JSON.stringify(body));
const place = (order: object) => submit({ type: "new_order", location_id: "dd-9001", order });
const cancel = ({ id }: { id: string }) => submit({ location_id: "dd-9001", order_id: id });

test("a DSP sends one order seven times at once: it gets one answer seven times, and the kitchen one ticket", async () => {
	const order = soup();
	const replies = await Promise.all(Array.from({ length: 7 }, () => place(order)));
	expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
	await untilQuiet(town);
	const tickets = [...town.pos.state.tickets.values()].filter((ticket) => ticket.order.dsp_order_id === order.id);
	expect(tickets).toHaveLength(1);
	expect(counter.eventsAbout(order)).toMatchObject([{ type: "location.order.accept" }]);
});

test("a cancellation overtakes its order: the kitchen never hears of either", async () => {
	const order = soup();
	const [first, second] = [await cancel(order), await place(order)];
	expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
	await untilQuiet(town);
	expect([counter.ticketOf(order), counter.eventsAbout(order)]).toEqual([undefined, []]);
});

test("customers change their minds as they order: what is cancelled hangs in no kitchen, and no channel hears otherwise", async () => {
	const orders = Array.from({ length: 25 }, soup);
	for (const order of orders) {
		const replies = await Promise.all([place(order), cancel(order)]);
		expect(replies.map(({ status }) => status)).toEqual([200, 200]);
	}
	await untilQuiet(town);
	const in_kitchen = orders.flatMap((order) => counter.ticketOf(order)?.status ?? []);
	expect(in_kitchen.filter((status) => status !== "dsp_canceled")).toEqual([]);
	expect(orders.flatMap(counter.eventsAbout).map(({ type }) => type)).not.toContain("location.order.fail");
});

test("a DSP has forgotten the merchant: the order is made all the same, and its verdict comes with the next sign-in", async () => {
	town.dsp.grants.revoke("owner-118");
	const order = soup();
	await town.dsp.placeOrder({ location_id: "dd-9001", order });
	await until("the kitchen has the order", () => counter.ticketOf(order));
	const failing = "SELECT health_reason FROM integration WHERE type = 'dsp' AND health = 'failing'";
	const [health] = await until("the merchant can see why", async () => {
		const rows = await town.look(failing);
		return rows.length > 0 && rows;
	});
	expect(health?.health_reason).toContain("provider_reauthorization_needed");

	const query = new URLSearchParams({
		client_id: CREDENTIALS.client_id,
		response_type: "code",
		redirect_uri: RETURN_URL,
	});
	const code = await consent(`${town.dsp_line.url}/stream-dsp/v1/authorize?${query}`, LOGIN.dsp);
	await town.api.call("PUT", `/onboarding/integrations/${merchant.dsp.onboarding_id}`, { code });
	expect(await town.dsp.waitForVerdict(order.id, PATIENCE_MS)).toMatchObject({ kind: "accepted", times: 1 });
	expect(await town.look(failing)).toEqual([]);
});
