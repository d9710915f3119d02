import { afterEach, expect } from "vitest";
import { jsonOf } from "../e2e/counter.ts";
import { type Fleet, openFleet } from "../e2e/fleet.ts";
import { until } from "../e2e/until.ts";
import { eachContract, faultTest } from "./cells.ts";

let fleet: Fleet | undefined;
afterEach(async () => {
	await fleet?.close();
	fleet = undefined;
});

/** Longer than ten hubs need to die one after the other. */
const VERDICT_DEADLINE_S = 900;
const [DEADLY, BESIDE] = ["order-deadly", "order-beside"];

/** Open a fleet whose hubs are killed whenever that order is on its way to the POS, and come back at once. */
async function openDeadly(size: number): Promise<{ opened: Fleet; deaths: () => number }> {
	const opened = await openFleet({
		size,
		settings: ["delivery_contract=dedupes_by_order_id"],
		dsp_settings: [`verdict_deadline_s=${VERDICT_DEADLINE_S}`],
	});
	fleet = opened;
	let deaths = 0;
	opened.pos_line.onRequest = async (exchange) => {
		if (jsonOf(exchange)?.object?.dsp_order_id !== DEADLY) return;
		deaths += 1;
		for (const hub of opened.hubs) hub.process.kill();
		await Promise.all(opened.hubs.map((hub) => hub.process.gone));
		for (const hub of opened.hubs) void hub.restart().catch(() => {});
		throw new Error("the hub that asked is gone");
	};
	return { opened, deaths: () => deaths };
}

for (const [processes, size] of [["one process", 1] as const, ["two processes", 2] as const]) {
	eachContract(
		processes,
		(cell) =>
			faultTest(
				"F30",
				cell,
				"an order whose sending ends every hub is put aside after ten of them, its channel hears so, and the others go through",
				async () => {
					const { opened, deaths } = await openDeadly(size);
					await opened.place(DEADLY);
					await opened.place(BESIDE);
					await until("its channel hears", () => opened.verdictsOn(DEADLY).length > 0, 200_000);
					expect(opened.verdictsOn(DEADLY)).toMatchObject([{ type: "location.order.fail" }]);
					expect(deaths()).toBe(10);
					const [delivery] = await opened.look(
						`SELECT delivery.state, delivery.reason FROM delivery JOIN orders USING (org_id, order_id)
						  WHERE dsp_order_id = $1 AND delivery.type = 'order.created'`,
						[DEADLY],
					);
					// the POS may have it, for all that anybody heard of it
					expect(delivery).toMatchObject({ state: "parked", reason: expect.stringContaining("quarantined") });
					await until("the other one is accepted", () => opened.verdictsOn(BESIDE).length > 0);
					expect(opened.verdictsOn(BESIDE)).toMatchObject([{ type: "location.order.accept" }]);
					expect(opened.ticketsFor(BESIDE)).toHaveLength(1);
					expect(opened.ticketsFor(DEADLY)).toEqual([]);
				},
			),
		["dedupes_by_order_id"],
	);
}
