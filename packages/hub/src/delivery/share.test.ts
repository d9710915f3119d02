import fc from "fast-check";
import { expect, test } from "vitest";
import { createShares } from "./share.ts";

/** Let these groups, which have jobs without end, take what they may, one job at a time. */
function flood(shares: ReturnType<typeof createShares>, groups: readonly string[]): Map<string, number> {
	const taken = new Map<string, number>();
	for (let goes_on = true; goes_on; ) {
		goes_on = false;
		for (const group of groups) {
			if (shares.crowded().includes(group) || shares.left(group) <= 0) continue;
			shares.begin(group);
			taken.set(group, (taken.get(group) ?? 0) + 1);
			goes_on = true;
		}
	}
	return taken;
}

test("one tenant with jobs without end has half of the slots, and two have a third each", () => {
	expect([...flood(createShares(256), ["a"])]).toEqual([["a", 128]]);
	expect([...flood(createShares(256), ["a", "b"]).values()]).toEqual([85, 85]);
});

test("however many tenants take what they can get, whoever comes next finds a free slot while there are more slots than tenants", () => {
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 1, max: 12 }), (slots, count) => {
			fc.pre(slots > 4 * count);
			const shares = createShares(slots);
			const groups = Array.from({ length: count }, (_, n) => `tenant-${n}`);
			const taken = [...flood(shares, groups).values()].reduce((sum, n) => sum + n, 0);
			expect(taken).toBeLessThan(slots);
			expect(shares.left("newcomer")).toBeGreaterThan(0);
		}),
	);
});

test("what has ended makes room again", () => {
	const shares = createShares(4);
	flood(shares, ["a"]);
	expect(shares.crowded()).toEqual(["a"]);
	shares.end("a");
	expect([shares.crowded(), shares.left("a"), shares.room()]).toEqual([[], 1, 1]);
	shares.end("a");
	expect([shares.crowded(), shares.left("a"), shares.room()]).toEqual([[], 2, 2]);
});
