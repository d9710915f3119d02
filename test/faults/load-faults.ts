import { expect } from "vitest";
import { faultTest } from "./cells.ts";
import { type DeliveryFaults, orderId } from "./delivery-cell.ts";

/** Too much at once, and what nobody can digest (F29, F30). */
export const loadFaults: DeliveryFaults = (cell, open) => {
	faultTest(
		"F29",
		cell,
		"one POS is down with its orders waiting: another merchant's go through, and then those",
		async () => {
			const { patient, hasty } = open();
			const waiting = Array.from({ length: 40 }, () => orderId("waits"));
			const others = Array.from({ length: 5 }, () => orderId("goes-on"));
			await patient.line.refuse();
			await Promise.all(waiting.map((id) => patient.place(id)));
			for (const id of others) {
				await hasty.place(id);
				expect((await hasty.verdictOn(id)).type).toBe("location.order.accept");
			}
			expect(waiting.flatMap((id) => patient.verdictsOn(id))).toEqual([]);
			await patient.line.listen();
			for (const id of waiting) expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			for (const id of waiting) expect(patient.ticketsOf(id)).toHaveLength(1);
		},
	);

	faultTest(
		"F30",
		cell,
		"an order that nobody can digest is put aside: its channel hears in time, and those beside it go through",
		async () => {
			const { patient, look } = open();
			const [poison, beside] = [orderId("poison"), orderId("beside")];
			const later = { is_future_order: true, status: "scheduled", estimated_ready_at_ms: Date.now() + 6 * 3_600_000 };
			await patient.place(poison, later);
			// bytes that no version of the hub would have written, and the time to read them has come
			const [order] = await look<{ order_id: string }>(
				"UPDATE orders SET body = '{', deadline_at = $2 WHERE dsp_order_id = $1 RETURNING order_id",
				[poison, Date.now() + 150_000],
			);
			await patient.place(beside);
			await look(
				`UPDATE pgboss.job SET start_after = now(), data = data || jsonb_build_object('due_at', $2::bigint) WHERE id = $1`,
				[order?.order_id, Date.now()],
			);
			expect((await patient.verdictOn(beside)).type).toBe("location.order.accept");
			expect((await patient.verdictOn(poison)).type).toBe("location.order.fail");
			const [delivery] = await look<{ state: string; reason: string }>(
				`SELECT delivery.state, delivery.reason FROM delivery JOIN orders USING (org_id, order_id)
			 WHERE dsp_order_id = $1 AND type = 'order.created'`,
				[poison],
			);
			expect(delivery).toMatchObject({ state: "dead", reason: expect.stringContaining("quarantined") });
			expect(patient.line.createsOf(poison)).toEqual([]);
		},
	);
};
