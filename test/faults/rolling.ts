import { describe, expect } from "vitest";
import { jsonOf } from "../e2e/counter.ts";
import { rollingRestart } from "../e2e/sigterm-harness.ts";
import type { Exchange } from "../e2e/tap.ts";
import { faultTest } from "./cells.ts";
import { expectHonestAnswers, expectSound, type FaultFleet, untilJudged } from "./fault-fleet.ts";
import type { Cell } from "./table.ts";

/** Hubs that come and go, and that look for the same work. */
export function rolling(cell: Cell, open: () => FaultFleet): void {
	describe("hubs that come and go", () => {
		faultTest(
			"F06",
			cell,
			"a hub is stopped under load and started again: no answer but 200 and 503, and nothing is lost",
			async () => {
				const fleet = open();
				const { door } = fleet;
				const since = door.answers.length;
				const broken = door.broken;
				const isTwo = cell.processes === "two processes";
				const ids = await rollingRestart(fleet, 0, { orders: 60, at_once: 12 });
				await untilJudged(fleet, ids);
				await fleet.settle();
				expectSound(fleet, ids);
				expectHonestAnswers(fleet, since);
				for (const id of ids) expect(fleet.verdictsOn(id)).toMatchObject([{ type: "location.order.accept" }]);
				// where another hub is there, no channel has to come back
				if (isTwo) expect(door.answers.slice(since).filter(({ status }) => status !== 200)).toEqual([]);
				expect(door.broken).toBe(broken);
			},
		);

		faultTest(
			"F07",
			cell,
			"many workers look for the same jobs: each order is sent once, and nothing about it overlaps",
			async () => {
				const fleet = open();
				const [under_way, overlaps] = [new Set<string>(), [] as string[]];
				const { pos_line } = fleet;
				const enter = (exchange: Exchange) => {
					const id = idOf(exchange);
					if (under_way.has(id)) overlaps.push(id);
					under_way.add(id);
				};
				pos_line.onRequest = enter;
				pos_line.onReply = (exchange) => void under_way.delete(idOf(exchange));
				const ids = await fleet.offer(120, 24);
				await untilJudged(fleet, ids);
				await fleet.settle();
				pos_line.onRequest = pos_line.onReply = undefined;
				expect(overlaps).toEqual([]);
				expectSound(fleet, ids);
				for (const id of ids) expect(fleet.requestsFor(id)).toHaveLength(1);
			},
		);

		faultTest(
			"F23",
			cell,
			"an order that comes seven times, to every hub, gets seven equal answers and is one ticket",
			async () => {
				const fleet = open();
				for (let round = 0; round < 10; round++) {
					const id = `order-seven-${round}`;
					// all at once in even rounds, one after the other in odd ones
					const answers = [];
					for (let n = 0; n < 7; n++) {
						const asked = fleet.placeOnce(id);
						answers.push(round % 2 === 0 ? asked : await asked);
					}
					const texts = (await Promise.all(answers)).map(({ status, text }) => `${status} ${text}`);
					expect(new Set(texts).size, texts.join("\n")).toBe(1);
					expect(texts[0]).toMatch(/^200 /);
					await untilJudged(fleet, [id]);
					expectSound(fleet, [id]);
					expect(fleet.requestsFor(id)).toHaveLength(1);
				}
			},
		);
	});
}

function idOf(exchange: Exchange): string {
	return exchange.path.endsWith("/orders") ? jsonOf(exchange)?.object?.dsp_order_id : `${exchange.n}`;
}
