import { expect, test } from "vitest";
import { dspPlan, posPlan } from "./fault-plans.ts";
import { pick, randomOf } from "./random.ts";

const WEATHER = { seed: "s", level: 1, canary_url: "http://127.0.0.1:9/" };
const orderCall = (id: string) => {
	const raw_body = Buffer.from(JSON.stringify({ type: "order.created", object: { dsp_order_id: id } }));
	return { header: () => undefined, raw_body };
};

test("the same words give the same numbers, other words others, spread over all of [0, 1)", () => {
	const draw = (...words: (string | number)[]) => Array.from({ length: 5 }, randomOf(...words));
	expect(draw("seed", 1)).toEqual(draw("seed", 1));
	expect(draw("seed", 1)).not.toEqual(draw("seed", 2));
	const random = randomOf("spread");
	const tenths = Array.from({ length: 1000 }, () => Math.floor(random() * 10));
	expect(new Set(tenths).size).toBe(10);
});

test("a choice without weight is never made", () => {
	const random = randomOf("pick");
	const made = Array.from({ length: 200 }, () =>
		pick(random, [
			[1, "a"],
			[0, "never"],
			[3, "b"],
		]),
	);
	expect(new Set(made)).toEqual(new Set(["a", "b"]));
});

test("which fault strikes an order depends on the seed, the order and its attempt, whatever else happened before", () => {
	const ids = Array.from({ length: 300 }, (_, n) => `order-${n}`);
	const first = posPlan(WEATHER, "pos");
	const second = posPlan(WEATHER, "pos");
	const forward = ids.map((id) => first("orders", orderCall(id)));
	const backward = ids.toReversed().map((id) => second("orders", orderCall(id)));
	expect(backward.toReversed()).toEqual(forward);
	const kinds = new Set(forward.map((fault) => fault?.kind));
	expect([...kinds]).toEqual(expect.arrayContaining([undefined, "slow", "status", "cut", "half"]));
});

test("in fair weather nothing goes wrong", () => {
	const pos = posPlan({ ...WEATHER, level: 0 }, "pos");
	const dsp = dspPlan({ ...WEATHER, level: 0 }, "dsp");
	for (let n = 0; n < 100; n++) {
		expect(pos("orders", orderCall(`${n}`))).toBeUndefined();
		const call = { header: () => `${n}` } as unknown as Parameters<typeof dsp>[1];
		expect(dsp("event", call)).toBeUndefined();
	}
});
