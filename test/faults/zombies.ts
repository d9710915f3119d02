import { describe, expect } from "vitest";
import { jsonOf } from "../e2e/counter.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { expectSound, type FaultFleet, untilJudged } from "./fault-fleet.ts";
import type { Cell } from "./table.ts";

/** A worker that is stopped with an order in its hands, wakes when its lease is over, and goes on as if nothing had happened. */
export function zombies(cell: Cell, open: () => FaultFleet): void {
	describe("zombies", () => {
		faultTest(
			"F08",
			cell,
			"a worker that was stopped past its lease changes nothing that another has settled",
			async () => {
				const fleet = open();
				const id = "order-zombie";
				const { door, pos_line } = fleet;
				const [first] = fleet.hubs;
				const answered = Promise.withResolvers<void>();
				let isHeld = false;
				door.only = 0;
				pos_line.onReply = async (exchange) => {
					if (isHeld || jsonOf(exchange)?.object?.dsp_order_id !== id) return;
					isHeld = true;
					await answered.promise;
				};
				await fleet.place(id);
				await until("the POS has the order", () => isHeld);
				process.kill(first?.process.pid ?? 0, "SIGSTOP");
				door.only = undefined;
				await setLeaseOver(fleet);
				if (cell.processes === "two processes")
					await until("the other hub has taken over", () => isTakenOver(fleet, id), 60_000);
				const before = await stateOf(fleet, id);
				// the answer is there when the zombie wakes
				answered.resolve();
				process.kill(first?.process.pid ?? 0, "SIGCONT");
				await untilJudged(fleet, [id]);
				await fleet.settle();
				pos_line.onReply = undefined;

				expectSound(fleet, [id]);
				expect(fleet.ticketsFor(id)).toHaveLength(1);
				expect(canceledAtPos(fleet)).toEqual([]);
				expect(fleet.verdictsOn(id)).toMatchObject([{ type: "location.order.accept" }]);
				if (cell.processes === "two processes" && fleet.may_ask_again) {
					expect(await stateOf(fleet, id)).toEqual(before);
					expect(first?.process.said()).toContain("worker.lease_lost");
				}
			},
		);
	});
}

/** The job as it is 15 s later, without the wait: the lease is what the database says. */
async function setLeaseOver(fleet: FaultFleet): Promise<void> {
	await fleet.look("UPDATE pgboss.job SET started_on = started_on - interval '16 s' WHERE state = 'active'");
}

/** The other hub has settled the order: where the POS dedupes it has asked again, else it has parked it. */
async function isTakenOver(fleet: FaultFleet, id: string): Promise<boolean> {
	const [order] = await fleet.look<{ injection: string }>("SELECT injection FROM orders WHERE dsp_order_id = $1", [id]);
	return order?.injection === (fleet.may_ask_again ? "accepted" : "unknown");
}

/** Everything that is written about an order. */
async function stateOf(fleet: FaultFleet, id: string): Promise<unknown> {
	const [order] = await fleet.look<{ order_id: string }>("SELECT * FROM orders WHERE dsp_order_id = $1", [id]);
	const about = [order?.order_id];
	return {
		order,
		events: await fleet.look("SELECT * FROM order_event WHERE order_id = $1 ORDER BY event_id", about),
		message: await fleet.look("SELECT * FROM delivery WHERE order_id = $1 AND type = 'order.created'", about),
		attempts: await fleet.look(
			`SELECT a.* FROM attempt a JOIN delivery d ON d.org_id = a.org_id AND d.delivery_id = a.delivery_id
			  WHERE d.order_id = $1 AND d.type = 'order.created' ORDER BY a.attempt`,
			about,
		),
	};
}

function canceledAtPos(fleet: FaultFleet): unknown[] {
	return fleet.pos_line
		.to("POST /stream-pos/v1/orders")
		.map(jsonOf)
		.filter(({ type }) => type === "order.canceled");
}
