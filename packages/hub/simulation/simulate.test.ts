import { expect, test } from "vitest";
import { newId } from "../src/base/id.ts";
import { readOrderVerdict } from "../src/clients/pos-verdict.ts";
import type { OrdersDeps } from "../src/features/orders/index.ts";
import { type Simulated, type SimulateOptions, simulate } from "./simulate.ts";

/** As `npm run simulate` runs it: outside of any promise, whose reactions would otherwise wait for this one. */
function inTurn(seed: number, options: SimulateOptions = {}): Promise<Simulated> {
	return new Promise((resolve, reject) => {
		setImmediate(() => {
			try {
				resolve(simulate(seed, options));
			} catch (error) {
				reject(error);
			}
		});
	});
}

async function violationsOf(seeds: number, sabotage?: SimulateOptions["sabotage"]): Promise<string[]> {
	const found: string[] = [];
	for (let seed = 1; seed <= seeds; seed++)
		found.push(...(await inTurn(seed, sabotage === undefined ? {} : { sabotage })).violations);
	return found;
}

test("hubs that die, a database that fails and neighbours that answer badly break no promise", async () => {
	let orders = 0;
	let kills = 0;
	for (let seed = 5_000; seed < 5_100; seed++) {
		const one = await inTurn(seed);
		expect(one.violations, `npm run simulate -- --histories 1 --seed ${seed}`).toEqual([]);
		orders += one.acknowledged;
		kills += one.kills;
	}
	expect(orders).toBeGreaterThan(500);
	expect(kills).toBeGreaterThan(50);
});

test("the same seed is the same history", async () => {
	for (const seed of [11, 12, 13]) expect(await inTurn(seed)).toEqual(await inTurn(seed));
});

const SABOTAGED: [what: string, invariant: string, sabotage: (deps: OrdersDeps) => OrdersDeps][] = [
	[
		"an order is sent twice",
		"O2",
		(deps) => ({
			...deps,
			async sendToPos(...request) {
				await deps.sendToPos(...request);
				return await deps.sendToPos(...request);
			},
		}),
	],
	[
		"a request without an answer is taken for one that never left",
		"O2",
		(deps) => ({
			...deps,
			readVerdict: (sent) => {
				const verdict = readOrderVerdict(sent, 0);
				return verdict.kind === "unknown" ? { kind: "retryable", reason: verdict.reason } : verdict;
			},
		}),
	],
	[
		"every attempt has a key of its own",
		"O8",
		(deps) => ({
			...deps,
			sendToPos: (order, provider, body, _key, limits) => deps.sendToPos(order, provider, body, newId(), limits),
		}),
	],
	["deadlines are forgotten", "L1 no verdict", (deps) => ({ ...deps, queue: without(deps.queue, "order.deadline") })],
	["the channel is not told", "L1", (deps) => ({ ...deps, queue: without(deps.queue, "order.to-dsp") })],
	[
		"a refusal is taken for an acceptance",
		"O4",
		(deps) => ({
			...deps,
			readVerdict: (sent) => {
				const verdict = readOrderVerdict(sent, 0);
				return verdict.kind === "retryable"
					? { kind: "accepted", pos_order_id: newId(), async_acceptance: false }
					: verdict;
			},
		}),
	],
	[
		"a channel is told twice what staff cancelled",
		"O3 location.order.cancel was told as 2 messages",
		(deps) => ({
			...deps,
			async sendToDsp(delivery) {
				if (delivery.type === "location.order.cancel") await deps.sendToDsp({ ...delivery, delivery_id: newId() });
				return await deps.sendToDsp(delivery);
			},
		}),
	],
	[
		"a POS is not told what staff cancelled",
		"O11 called off, and the POS that has it never heard",
		(deps) => ({
			...deps,
			async sendToPos(...request) {
				return request[2].includes('"order.canceled"')
					? { stage: "answered", status: 200, headers: {}, body: Buffer.from("{}"), latency_ms: 1 }
					: await deps.sendToPos(...request);
			},
		}),
	],
];

/** A queue that loses what is sent to one of its queues. */
function without(queue: OrdersDeps["queue"], lost: string): OrdersDeps["queue"] {
	return {
		...queue,
		transaction: (work) =>
			queue.transaction((tx) =>
				work({
					...tx,
					send: (name, data, options) => {
						if (name !== lost) tx.send(name, data, options);
					},
				}),
			),
	};
}

test.each(SABOTAGED)("it is found when %s", async (_what, invariant, sabotage) => {
	expect((await violationsOf(60, sabotage)).join("\n")).toContain(invariant);
});
