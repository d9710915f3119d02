import { expect, test } from "vitest";
import { LABELLED } from "./labelled/index.ts";
import { measure } from "./measure.ts";

const scenes = Object.values(LABELLED).flat();

test("of the labelled pairs at least 99 in 100 suggestions are right, and none has a hard fact that differs", () => {
	const { pairs, precision, wrong, wrong_with_difference } = measure(scenes);
	expect(pairs).toBeGreaterThanOrEqual(200);
	expect(wrong.map(({ scene, pair }) => `${scene}: ${pair.pos_id} ${pair.dsp_id}`)).toEqual([]);
	expect(precision).toBeGreaterThanOrEqual(0.99);
	expect(wrong_with_difference).toBe(0);
});

test("most true pairs are suggested, and nearly every store has its location first among the candidates", () => {
	const { recall, first, true_pairs } = measure(scenes);
	expect(recall).toBeGreaterThan(0.85);
	expect(first / true_pairs).toBeGreaterThan(0.97);
});

test("every label names a row of its own scene", () => {
	for (const { title, pos, dsp, truth } of scenes) {
		const known = new Set(pos.map(({ id }) => id));
		expect(
			[...truth.values()].filter((id) => !known.has(id)),
			title,
		).toEqual([]);
		expect(new Set(dsp.map(({ id }) => id)).size, title).toBe(dsp.length);
	}
});
