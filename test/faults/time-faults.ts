import { expect } from "vitest";
import { type Fault, say } from "../e2e/pos-line.ts";
import { SECRETS } from "../e2e/town.ts";
import { until } from "../e2e/until.ts";
import { sendSigned } from "../e2e/wire.ts";
import { faultTest } from "./cells.ts";
import { type DeliveryFaults, expectOneVerdict, orderId } from "./delivery-cell.ts";

/** What comes in the wrong order, or too late (F24, F25). */
export const timeFaults: DeliveryFaults = (cell, open) => {
	faultTest("F24", cell, "a cancellation that comes before its order stops it", async () => {
		const town = open();
		const id = orderId("early-cancel");
		await town.patient.cancel(id);
		await town.patient.place(id);
		await town.patient.cancel(id);
		// the next order passes through everything that this one would have passed through
		const next = orderId("after");
		await town.patient.place(next);
		await town.patient.verdictOn(next);
		expect([town.patient.line.createsOf(id), town.patient.verdictsOn(id)]).toEqual([[], []]);
	});

	faultTest("F24", cell, "the kitchen's words in the wrong order move an order only forward", async () => {
		const { patient, hub, settled } = open();
		const id = orderId("backwards");
		await patient.place(id);
		await patient.verdictOn(id);
		const [ticket] = patient.ticketsOf(id);
		for (const status of ["completed", "ready_for_pickup", "in_progress", "completed"]) {
			const object = { location_id: ticket?.location_id, provider_id: ticket?.provider_id, status };
			const bytes = JSON.stringify({ type: "order.status.updated", object });
			await sendSigned(`${hub.url}/pos/${patient.pos_slug}/webhook`, SECRETS.pos, bytes);
		}
		await settled(id);
		const told = patient.dsp_line
			.to("POST /stream-dsp/v1/event")
			.map(({ body }) => JSON.parse(body.toString("utf8")))
			.filter((event) => event.order_id === id);
		expect(told.map((event) => event.order_status_update ?? event.type)).toEqual([
			...["location.order.accept", "completed"],
		]);
	});

	faultTest(
		"F25",
		cell,
		"a POS that takes the order when its channel was told no hears that it is off, until it has said so",
		async () => {
			const { hasty, look } = open();
			const id = orderId("late");
			let answer: () => void = () => {};
			const told_no = new Promise<void>((resolve) => {
				answer = resolve;
			});
			const late: Fault = async (call) => {
				await told_no;
				const { status, body } = await call.pass();
				call.answer(status, body);
			};
			hasty.line.fail(id, late);
			await hasty.place(id);
			expect((await hasty.verdictOn(id)).type).toBe("location.order.fail");
			// the POS does not even take the first of the cancellations
			if (cell.contract !== "at_most_once") hasty.line.failNext("order.canceled", say(500));
			answer();
			if (cell.contract === "at_most_once") {
				// nobody asks it again, so nobody can know: a person has to look
				const parked =
					"SELECT 1 FROM delivery JOIN orders USING (org_id, order_id) WHERE dsp_order_id = $1 AND delivery.state = 'parked'";
				await until("the order is put aside for a person", async () => (await look(parked, [id])).length === 1);
				expect(hasty.line.createsOf(id)).toHaveLength(1);
				return;
			}
			await until("the ticket is taken down", () => hasty.ticketsOf(id)[0]?.status === "dsp_canceled", 60_000);
			const [ticket] = hasty.ticketsOf(id);
			expect(hasty.ticketsOf(id)).toHaveLength(1);
			expect(hasty.line.cancelsOf(ticket?.provider_id ?? "").length).toBeGreaterThanOrEqual(2);
			expectOneVerdict(hasty, id);
		},
	);

	faultTest(
		"F25",
		cell,
		"an order that its customer calls off while the POS takes it is taken down again",
		async () => {
			const { patient } = open();
			const id = orderId("changed-mind");
			patient.line.fail(id, async (call) => {
				const { status, body } = await call.pass();
				await patient.cancel(id);
				call.answer(status, body);
			});
			await patient.place(id);
			await until("the ticket is taken down", () => patient.ticketsOf(id)[0]?.status === "dsp_canceled");
			expect(patient.verdictsOn(id)).toEqual([]);
		},
	);
};
