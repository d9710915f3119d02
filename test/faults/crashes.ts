import { beforeAll, describe, expect } from "vitest";
import { jsonOf } from "../e2e/counter.ts";
import type { Exchange } from "../e2e/tap.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { expectHonestAnswers, expectSound, type FaultFleet, LEASE_MS, untilJudged } from "./fault-fleet.ts";
import type { Cell } from "./table.ts";

const ORDERS = {
	read: "order-read",
	committed: "order-committed",
	sent: "order-sent",
	replied: "order-replied",
	leased: "order-leased",
};

/**
 * One kill -9 that finds five orders in five places: read and not committed (F01), committed and not answered (F02), on its
 * way to the POS (F05), taken by the POS and not answered (F03), answered and not written down (F04).
 */
export function crashes(cell: Cell, open: () => FaultFleet): void {
	describe("a kill", () => crashesOf(cell, open));
}

function crashesOf(cell: Cell, open: () => FaultFleet): void {
	let fleet: FaultFleet;
	const committed: { order_id?: string } = {};
	const seen = new Map<string, number>();
	let killed_at = 0;

	beforeAll(async () => {
		fleet = open();
		const { door, line, pos_line, dsp_line } = fleet;
		const [first] = fleet.hubs;
		door.only = 0;
		const stands = new Set<string>();
		let isKilled = false;
		const note = (exchange: Exchange) => {
			const id = dspOrderOf(exchange);
			if (isKilled && id !== undefined && !seen.has(id)) seen.set(id, performance.now() - killed_at);
		};
		const never = new Promise<never>((_, reject) => {
			void first?.process.gone.then(() => setTimeout(() => reject(new Error("the hub that asked is gone")), 50));
		});
		never.catch(() => {});
		pos_line.onRequest = async (exchange) => {
			note(exchange);
			if (isKilled || dspOrderOf(exchange) !== ORDERS.leased) return;
			stands.add(ORDERS.leased);
			await never;
		};
		pos_line.onReply = async (exchange) => {
			if (isKilled || dspOrderOf(exchange) !== ORDERS.sent) return;
			stands.add(ORDERS.sent);
			await never;
		};
		dsp_line.onRequest = note;

		const replied = line.holdCommit("before", [ORDERS.replied, "location.order.accept"]);
		for (const id of [ORDERS.leased, ORDERS.sent, ORDERS.replied]) await fleet.place(id);
		await replied;
		await until("two orders stand before and behind the POS", () => stands.size === 2);
		const [read, done] = [
			line.holdCommit("before", [ORDERS.read, "add-orders"]),
			line.holdCommit("after", [ORDERS.committed, "add-orders"]),
		];
		const placing = [fleet.place(ORDERS.read)];
		await read;
		placing.push(fleet.place(ORDERS.committed));
		await done;
		const [row] = await fleet.look<{ order_id: string }>("SELECT order_id FROM orders WHERE dsp_order_id = $1", [
			ORDERS.committed,
		]);
		if (row !== undefined) committed.order_id = row.order_id;
		expect(await fleet.look("SELECT 1 FROM orders WHERE dsp_order_id = $1", [ORDERS.read])).toEqual([]);

		isKilled = true;
		killed_at = performance.now();
		first?.process.kill();
		door.only = undefined;
		if (cell.processes === "one process") await first?.restart();
		await Promise.all(placing);
		await untilJudged(fleet, Object.values(ORDERS));
		await fleet.settle();
		if (cell.processes === "two processes") await first?.restart();
		pos_line.onRequest = pos_line.onReply = dsp_line.onRequest = undefined;
	}, 180_000);

	const rowsOf = (id: string) =>
		fleet.look<{ order_id: string }>("SELECT order_id FROM orders WHERE dsp_order_id = $1", [id]);

	faultTest(
		"F01",
		cell,
		"an order that was read and not committed is sent again by its channel, and taken once",
		async () => {
			expect(await rowsOf(ORDERS.read)).toHaveLength(1);
			expectSound(fleet, [ORDERS.read]);
			expect(fleet.verdictsOn(ORDERS.read)).toMatchObject([{ type: "location.order.accept" }]);
			expectHonestAnswers(fleet);
		},
	);

	faultTest(
		"F02",
		cell,
		"an order that was committed and not answered is the same one when it comes again",
		async () => {
			expect(await rowsOf(ORDERS.committed)).toEqual([committed]);
			expectSound(fleet, [ORDERS.committed]);
			expect(fleet.verdictsOn(ORDERS.committed)).toMatchObject([{ type: "location.order.accept" }]);
		},
	);

	faultTest(
		"F03",
		cell,
		"an order that the POS took before the kill hangs there once, and its channel hears one verdict",
		() => {
			expectSound(fleet, [ORDERS.sent]);
			expectByContract(fleet, ORDERS.sent);
		},
	);

	faultTest("F04", cell, "an answer of the POS that nobody wrote down is had again where that may be asked for", () => {
		expectSound(fleet, [ORDERS.replied]);
		expectByContract(fleet, ORDERS.replied);
	});

	faultTest("F05", cell, "an order whose worker died is taken over by another one, before its lease is over", () => {
		expectSound(fleet, [ORDERS.leased]);
		expectByContract(fleet, ORDERS.leased);
		// the second request where there may be one, else the verdict at the deadline
		if (fleet.may_ask_again) expect(seen.get(ORDERS.leased)).toBeLessThan(LEASE_MS);
	});
}

/** A POS that dedupes is asked again and accepts; any other one has been asked once, and the channel hears that it failed. */
function expectByContract(fleet: FaultFleet, id: string): void {
	const type = fleet.may_ask_again ? "location.order.accept" : "location.order.fail";
	expect(fleet.verdictsOn(id)).toMatchObject([{ type }]);
	expect(fleet.requestsFor(id)).toHaveLength(fleet.may_ask_again ? 2 : 1);
}

function dspOrderOf(exchange: Exchange): string | undefined {
	const event = exchange.path.endsWith("/orders") || exchange.path.endsWith("/event") ? jsonOf(exchange) : null;
	return event?.object?.dsp_order_id ?? event?.order_id;
}
