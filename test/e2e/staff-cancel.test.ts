import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN } from "./app-process.ts";
import { type Counter, counterOf, jsonOf, orderOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { openForBusiness, openTown, type Town, untilQuiet } from "./town.ts";
import { until } from "./until.ts";

/** Orders that this kitchen wants to think about. */
const asked = new Set<string>();

let town: Town;
let counter: Counter;
beforeAll(async () => {
	town = await openTown({ pos: { manual_accept: ({ dsp_order_id }) => asked.has(dsp_order_id) } });
	counter = counterOf(town);
	await openForBusiness(town);
});
afterAll(() => town.close());

const soup = () => orderOf([orderLine(town.dsp.menus.get("dd-9001"), "Soup of the day")]);

/** The command line as an operator types it beside the running hub. */
function cancel(dsp_order: { id: string }): Promise<{ code: number; document: Record<string, unknown> }> {
	const env = { PATH: process.env.PATH ?? "", DATA_DIR: town.data_dir, TICKETRAIL_SANDBOX: "0" };
	return new Promise((resolve, reject) => {
		idOf(dsp_order).then((order_id) => {
			const words = [MAIN, "order", "cancel", order_id, "--reason", "The oven is broken", "--json"];
			execFile(process.execPath, words, { env }, (error, stdout) => {
				if (stdout === "") reject(error);
				else resolve({ code: Number(error?.code ?? 0), document: JSON.parse(stdout) });
			});
		}, reject);
	});
}

async function idOf({ id }: { id: string }): Promise<string> {
	const [row] = await town.look<{ order_id: string }>("SELECT order_id FROM orders WHERE dsp_order_id = $1", [id]);
	return row?.order_id ?? "";
}

const heard = (order: { id: string }) =>
	town.dsp_line
		.to("POST /stream-dsp/v1/event")
		.map(jsonOf)
		.filter((event) => event.order_id === order.id)
		.map(({ type }) => type);

test("an operator cancels an accepted order on the command line: the running hub tells channel and kitchen, once", async () => {
	const order = soup();
	await counter.place(order);
	const first = await cancel(order);
	expect(first).toMatchObject({ code: 0, document: { state: "merchant_canceled", is_repeat: false } });
	await until("both have heard it", () => {
		const record = town.dsp.orders.get(order.id);
		return record?.cancelled_by === "restaurant" && counter.ticketOf(order)?.status === "dsp_canceled";
	});
	expect(await cancel(order)).toMatchObject({ code: 0, document: { state: "merchant_canceled", is_repeat: true } });
	await untilQuiet(town);
	expect(heard(order)).toEqual(["location.order.accept", "location.order.cancel"]);
	const canceled = counter
		.posEvents()
		.map(jsonOf)
		.filter(({ type }) => type === "order.canceled");
	const { provider_id } = counter.ticketOf(order) ?? {};
	expect(canceled).toMatchObject([{ object: { provider_id, order_id: provider_id } }]);
});

test("an order that the kitchen still thinks about fails at its channel, and the kitchen's late yes changes nothing", async () => {
	const order = soup();
	asked.add(order.id);
	await town.dsp.placeOrder({ location_id: "dd-9001", order });
	const ticket = await until("the kitchen has it", () => counter.ticketOf(order));
	await until("the hub knows that it waits", async () => {
		const [row] = await town.look("SELECT injection FROM orders WHERE dsp_order_id = $1", [order.id]);
		return row?.injection === "pending_acceptance";
	});
	expect(await cancel(order)).toMatchObject({ code: 0, document: { is_repeat: false } });
	await until("the kitchen has heard it", () => counter.ticketOf(order)?.status === "dsp_canceled");
	const { location_id } = ticket.order;
	await counter.tell("order.accepted", { location_id, provider_id: ticket.provider_id });
	await untilQuiet(town);
	expect(heard(order)).toEqual(["location.order.fail"]);
	expect(town.dsp.verdicts.get(order.id)).toMatchObject({
		...{ kind: "failed", is_contradicted: false, event: { failure_reason: "restaurant_not_accepting_orders" } },
	});
});

test("an order that is over is not cancelled, and the command says how it stands", async () => {
	const order = soup();
	await counter.place(order);
	const { location_id } = counter.ticketOf(order)?.order ?? {};
	const { provider_id } = counter.ticketOf(order) ?? {};
	await counter.tell("order.status.updated", { location_id, provider_id, status: "completed" });
	const { code, document } = await cancel(order);
	expect([code, document]).toMatchObject([
		6,
		{ error: { code: "order_not_cancelable", detail: expect.stringContaining("Its state is completed.") } },
	]);
	await untilQuiet(town);
	expect(heard(order)).not.toContain("location.order.cancel");
});
