import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { endTokens, type Fault, say, sayAfterwards } from "../e2e/pos-line.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { type DeliveryFaults, expectAsPromised, expectOneVerdict, orderId, shopFor } from "./delivery-cell.ts";

/** Ten years, as a POS may write them. */
const TEN_YEARS_S = "315360000";

/** What a POS may answer that is not what it was asked for (F15, F16, F17, F20, F21). */
export const answerFaults: DeliveryFaults = (cell, open) => {
	faultTest("F15", cell, "a POS that is busy is sent the order again, when it wants and not in ten years", async () => {
		const { patient, hasty } = open();
		const [busy, never] = [orderId("busy"), orderId("never")];
		patient.line.fail(busy, say(503, {}, { "retry-after": "0" }), say(429, {}, { "retry-after": "soon" }));
		hasty.line.fail(never, ...Array<Fault>(20).fill(say(503, {}, { "retry-after": TEN_YEARS_S })));
		await Promise.all([patient.place(busy), hasty.place(never)]);
		expect((await patient.verdictOn(busy)).type).toBe("location.order.accept");
		expect(patient.line.createsOf(busy)).toHaveLength(3);
		expect(await hasty.verdictOn(never)).toMatchObject({ type: "location.order.fail" });
	});

	faultTest("F15", cell, "a POS that fails in the middle may have the order: its promise decides", async () => {
		const shop = shopFor(cell, open());
		const id = orderId("half-done");
		shop.line.fail(id, sayAfterwards(500, {}));
		await shop.place(id);
		await expectAsPromised(cell, shop, id);
	});

	faultTest("F16", cell, "a no is a no: the order is not sent again, and the channel hears why", async () => {
		const { patient } = open();
		const posValidation = { orderValidation: [{ order_error: "store_unavailable", order_error_reason: "oven" }] };
		const answers: [number, unknown, string][] = [
			[400, { posValidation }, "restaurant_not_accepting_orders"],
			[404, {}, "unknown"],
			[422, { message: "no such size" }, "unknown"],
		];
		const ids = answers.map(([status]) => orderId(`no-${status}`));
		for (const [index, [status, body]] of answers.entries()) patient.line.fail(ids[index] ?? "", say(status, body));
		await Promise.all(ids.map((id) => patient.place(id)));
		for (const [index, id] of ids.entries()) {
			expect(await patient.verdictOn(id)).toMatchObject({
				...{ type: "location.order.fail", failure_reason: answers[index]?.[2] },
			});
			expect(patient.line.createsOf(id)).toHaveLength(1);
		}
	});

	faultTest("F16", cell, "a conflict that names the order is its acceptance", async () => {
		const { patient } = open();
		const id = orderId("conflict");
		patient.line.fail(id, async ({ pass, answer }) => answer(409, (await pass()).body));
		await patient.place(id);
		expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
		expect([patient.line.createsOf(id).length, patient.ticketsOf(id).length]).toEqual([1, 1]);
	});

	faultTest(
		"F17",
		cell,
		"a token that is over in the middle is refreshed once, and the order goes out with the new one",
		async () => {
			const { patient } = open();
			const id = orderId("unauthorized");
			const before = patient.line.to("/stream-pos/v1/token").length;
			const over = endTokens(patient.line);
			patient.line.fail(id, over, over, over);
			await patient.place(id);
			expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			expect(new Set(patient.line.createsOf(id).map(({ headers }) => headers.authorization)).size).toBeGreaterThan(1);
			expect(patient.ticketsOf(id)).toHaveLength(1);
			expect(patient.line.to("/stream-pos/v1/token")).toHaveLength(before + 1);
		},
	);

	faultTest(
		"F17",
		cell,
		"a POS that takes no token at all is not asked for tokens without end, and the channel hears in time",
		async () => {
			const { hasty } = open();
			const id = orderId("locked-out");
			const before = hasty.line.to("/stream-pos/v1/token").length;
			hasty.line.fail(id, ...Array<Fault>(40).fill(say(401)));
			await hasty.place(id);
			expect((await hasty.verdictOn(id)).type).toBe("location.order.fail");
			// one for each hub at the most, since each finds out for itself that the token is not to blame
			expect(hasty.line.to("/stream-pos/v1/token").length - before).toBeLessThanOrEqual(2);
			expect(hasty.ticketsOf(id)).toEqual([]);
		},
	);

	faultTest("F20", cell, "an acceptance that cannot be read is none: the promise decides", async () => {
		const shop = shopFor(cell, open());
		const unreadable: [string, unknown, Record<string, string>][] = [
			["html", "<html><h1>It works!</h1></html>", { "content-type": "text/html" }],
			["empty", "", {}],
			["cut", '{"order":{"provider_id":"P-', {}],
			["charset", Buffer.from('{"order":{"provider_id":"7"}}', "utf16le").toString("latin1"), {}],
		];
		const ids = unreadable.map(([what]) => orderId(what));
		for (const [index, [, body, headers]] of unreadable.entries())
			shop.line.fail(ids[index] ?? "", sayAfterwards(200, body, headers));
		await Promise.all(ids.map((id) => shop.place(id)));
		for (const id of ids) await expectAsPromised(cell, shop, id);
	});

	faultTest("F21", cell, "a redirect is followed by nobody, and carries no token anywhere", async () => {
		const { patient } = open();
		let visits = 0;
		const elsewhere = createServer((_, response) => {
			visits++;
			response.end("{}");
		});
		await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
		const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/orders`;
		const ids = [302, 307].map((status) => {
			const id = orderId(`redirect-${status}`);
			patient.line.fail(id, say(status, {}, { location }));
			return id;
		});
		await Promise.all(ids.map((id) => patient.place(id)));
		for (const id of ids) {
			expect((await patient.verdictOn(id)).type).toBe("location.order.fail");
			expect(patient.line.createsOf(id)).toHaveLength(1);
			expectOneVerdict(patient, id);
		}
		expect(visits).toBe(0);
		await new Promise((done) => elsewhere.close(done));
	});
};

/** The last of a town: the hasty merchant's POS gives the hub up. */
export const goneFaults: DeliveryFaults = (cell, open) => {
	faultTest(
		"F16",
		cell,
		"a POS that is gone ends its integration, and the channel hears that nobody takes orders",
		async () => {
			const { hasty, look } = open();
			const id = orderId("gone");
			hasty.line.fail(id, say(410));
			await hasty.place(id);
			expect(await hasty.verdictOn(id)).toMatchObject({
				...{ type: "location.order.fail", failure_reason: "restaurant_not_accepting_orders" },
			});
			await until("the integration is over", async () => {
				const rows = await look("SELECT 1 FROM integration WHERE slug = 'hasty-pos' AND status = 'deprovisioned'");
				return rows.length === 1;
			});
			const [audit] = await look<{ actor: string }>(
				"SELECT actor FROM audit WHERE action = 'integration.disconnected'",
			);
			expect(audit?.actor).toBe("system:hasty-pos");
		},
	);
};
