import { expect, test } from "vitest";
import { createDestinations, type Entry } from "./destination.ts";

function entered(entry: Entry): (reached: boolean) => void {
	if ("wait_ms" in entry) throw new Error(`had to wait ${entry.wait_ms} ms`);
	return entry.leave;
}

test("a system that holds 64 requests keeps the next ones in line, and its neighbours are not affected", async () => {
	const destinations = createDestinations({ now: () => 0 });
	const leaves: ((reached: boolean) => void)[] = [];
	for (let n = 0; n < 64; n++) leaves.push(entered(await destinations.enter("slow-pos")));
	let isIn = false;
	const next = destinations.enter("slow-pos").then((entry) => {
		isIn = true;
		return entered(entry);
	});
	entered(await destinations.enter("quick-pos"))(true);
	expect(isIn).toBe(false);
	leaves[0]?.(true);
	await next;
});

test("a line that is full sends the rest away for a while, so that other systems keep their slots", async () => {
	const destinations = createDestinations({ now: () => 0 });
	for (let n = 0; n < 64; n++) entered(await destinations.enter("slow-pos"));
	for (let n = 0; n < 128; n++) void destinations.enter("slow-pos");
	expect(await destinations.enter("slow-pos")).toHaveProperty("wait_ms");
});

test("after eight failures in a row a system rests, its line goes, and one probe decides about the others", async () => {
	let now = 0;
	const destinations = createDestinations({ now: () => now });
	const leaves: ((reached: boolean) => void)[] = [];
	for (let n = 0; n < 64; n++) leaves.push(entered(await destinations.enter("pos")));
	const inLine = destinations.enter("pos");
	for (let n = 0; n < 8; n++) leaves[n]?.(false);
	// the first that left gave its place to the one in line
	entered(await inLine)(false);
	expect(await destinations.enter("pos")).toHaveProperty("wait_ms");
	for (const leave of leaves.slice(8)) leave(false);
	now += 8001;
	const probe = entered(await destinations.enter("pos"));
	expect(await destinations.enter("pos")).toHaveProperty("wait_ms");
	probe(false);
	now += 8001;
	entered(await destinations.enter("pos"))(true);
	for (let n = 0; n < 10; n++) entered(await destinations.enter("pos"));
});

test("a paused system is sent nothing, whatever its state, until it is resumed", async () => {
	const paused = new Set(["pos"]);
	const destinations = createDestinations({ now: () => 0 }, async (slug) => paused.has(slug));
	expect(await destinations.enter("pos")).toHaveProperty("wait_ms");
	entered(await destinations.enter("other"))(true);
	paused.clear();
	entered(await destinations.enter("pos"));
	expect(destinations.states()).toMatchObject([
		{ slug: "pos", in_flight: 1, in_line: 0 },
		{ slug: "other", in_flight: 0, is_resting: false },
	]);
});

test("those that wait for a system that rests ask again one after the other, and none later than half a minute", async () => {
	let now = 0;
	const destinations = createDestinations({ now: () => now });
	for (let n = 0; n < 8; n++) entered(await destinations.enter("pos"))(false);
	const waits: number[] = [];
	for (let n = 0; n < 5000; n++) {
		const entry = await destinations.enter("pos");
		if ("wait_ms" in entry) waits.push(entry.wait_ms);
	}
	expect(waits).toHaveLength(5000);
	// at most a hundred of them in any second of the first ten
	for (let second = 0; second < 10; second++)
		expect(waits.filter((wait) => Math.floor(wait / 1000) === second).length).toBeLessThanOrEqual(101);
	expect(Math.max(...waits)).toBeLessThanOrEqual(31_000);
	now = 600;
	entered(await destinations.enter("pos"))(true);
	entered(await destinations.enter("pos"))(true);
});
