import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { type Fault, loseAnswer, loseRequest } from "../e2e/pos-line.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { type DeliveryFaults, expectAsPromised, expectOneVerdict, orderId, shopFor } from "./delivery-cell.ts";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/** Says nothing, for as long as anybody waits. */
const silence: Fault = () => {};

/** A header of which a byte comes now and then. */
const trickle: Fault = ({ socket }) => {
	const bytes = [..."HTTP/1.1 200 OK\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
	const timer = setInterval(() => socket.write(bytes.shift() ?? "a"), 100);
	socket.once("close", () => clearInterval(timer)).on("error", () => {});
};

/** The header, and then no body. */
const stall: Fault = async ({ pass, socket }) => {
	await pass();
	socket.write(`${HEAD}Content-Length: 40\r\n\r\n{`);
};

/** The other side says that it will write no more, and has said nothing. */
const halfClose: Fault = ({ socket }) => void socket.end();

/** What happens on the wire itself (F18, F19, F22). */
export const wireFaults: DeliveryFaults = (cell, open) => {
	faultTest("F18", cell, "a POS that hangs costs no channel its verdict, whatever way it hangs", async () => {
		const { hasty } = open();
		const ways: [string, Fault][] = [
			["silence", silence],
			["trickle", trickle],
			["half-close", halfClose],
		];
		const ids = ways.map(([what, way]) => {
			const id = orderId(what);
			// nothing of it reaches the POS, however often it is sent
			hasty.line.fail(id, ...Array<Fault>(60).fill(way));
			return id;
		});
		await Promise.all(ids.map((id) => hasty.place(id)));
		for (const id of ids) {
			expect((await hasty.verdictOn(id)).type).toBe("location.order.fail");
			expectOneVerdict(hasty, id);
			if (cell.contract !== "dedupes_by_order_id") expect(hasty.line.createsOf(id)).toHaveLength(1);
			// nobody keeps asking once this suite is past it
			hasty.line.forget(id);
		}
	});

	faultTest("F18", cell, "an answer that stops in the middle proves nothing: the promise decides", async () => {
		const shop = shopFor(cell, open());
		const id = orderId("stalled");
		shop.line.fail(id, stall);
		await shop.place(id);
		await expectAsPromised(cell, shop, id);
	});

	faultTest(
		"F19",
		cell,
		"an answer without end, and one that unpacks without end, are cut off: the promise decides",
		async () => {
			const shop = shopFor(cell, open());
			let written = 0;
			const endless: Fault = async ({ pass, socket }) => {
				await pass();
				socket.on("error", () => {});
				socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
				const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
				const more = () => {
					while (!socket.destroyed && written < 64 * 1024 * 1024 && socket.write(chunk)) written += chunk.length;
					if (!socket.destroyed) socket.once("drain", more);
				};
				more();
			};
			const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
			const unpacking: Fault = async ({ pass, socket }) => {
				await pass();
				socket.on("error", () => {});
				socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
				socket.write(bomb);
			};
			const ids = [orderId("endless"), orderId("bomb")] as const;
			shop.line.fail(ids[0], endless);
			shop.line.fail(ids[1], unpacking);
			await Promise.all(ids.map((id) => shop.place(id)));
			for (const id of ids) await expectAsPromised(cell, shop, id);
			// 1 MB is read; the rest is what the wire itself holds
			expect(written).toBeLessThan(32 * 1024 * 1024);
		},
	);

	faultTest(
		"F22",
		cell,
		"where nobody listens nothing can have arrived: the order waits and goes out once",
		async () => {
			const { patient } = open();
			const id = orderId("refused");
			await patient.line.refuse();
			await patient.place(id);
			const { look } = open();
			await until("the hub has found nobody", async () => {
				const rows = await look(
					`SELECT 1 FROM attempt JOIN delivery USING (org_id, delivery_id) JOIN orders USING (org_id, order_id)
				 WHERE dsp_order_id = $1 AND stage = 'never_sent'`,
					[id],
				);
				return rows.length > 0;
			});
			await patient.line.listen();
			expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			expect([patient.line.createsOf(id).length, patient.ticketsOf(id).length]).toEqual([1, 1]);
		},
	);

	faultTest(
		"F22",
		cell,
		"a connection that breaks after the request may have carried it: the promise decides",
		async () => {
			const town = open();
			const shop = shopFor(cell, town);
			const [lost, unheard] = [orderId("answer-lost"), orderId("request-lost")];
			shop.line.fail(lost, loseAnswer);
			await shop.place(lost);
			await expectAsPromised(cell, shop, lost);
			// the POS never had this one: a POS that dedupes is sent it again, any other one is not
			const second = cell.contract === "dedupes_by_order_id" ? town.patient : town.hasty;
			second.line.fail(unheard, loseRequest);
			await second.place(unheard);
			const expected = cell.contract === "dedupes_by_order_id" ? "location.order.accept" : "location.order.fail";
			expect((await second.verdictOn(unheard)).type).toBe(expected);
			expect(second.line.createsOf(unheard)).toHaveLength(cell.contract === "dedupes_by_order_id" ? 2 : 1);
		},
	);
};
