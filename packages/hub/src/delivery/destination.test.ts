import { expect, test } from "vitest";
import { createDestinations, type Entry } from "./destination.ts";

function entered(entry: Entry): (reached: boolean) => void {
	if ("wait_ms" in entry) throw new Error(`had to wait ${entry.wait_ms} ms`);
	return entry.leave;
}

test("a system that holds 64 requests is given no more, and its neighbours are not affected", () => {
	const destinations = createDestinations({ now: () => 0 });
	const leaves = Array.from({ length: 64 }, () => entered(destinations.enter("slow-pos")));
	expect(destinations.enter("slow-pos")).toHaveProperty("wait_ms");
	entered(destinations.enter("quick-pos"))(true);
	leaves[0]?.(true);
	entered(destinations.enter("slow-pos"))(true);
});

test("after eight failures in a row a system rests, and one probe decides about the others", () => {
	let now = 0;
	const destinations = createDestinations({ now: () => now });
	for (let n = 0; n < 8; n++) entered(destinations.enter("pos"))(false);
	expect(destinations.enter("pos")).toHaveProperty("wait_ms");
	now += 600;
	const probe = entered(destinations.enter("pos"));
	expect(destinations.enter("pos")).toHaveProperty("wait_ms");
	probe(false);
	now += 600;
	expect(destinations.enter("pos")).toHaveProperty("wait_ms");
	now += 600;
	entered(destinations.enter("pos"))(true);
	for (let n = 0; n < 10; n++) entered(destinations.enter("pos"));
});
