import { expect, test } from "vitest";
import { isCalm, runStorm } from "./refresh-storm.ts";

test("64 orders in two hubs find at once that the token is over: it is refreshed once, five times in a row", async () => {
	const figures = await runStorm({ callers: 64, processes: 2, rounds: 5 });
	expect(isCalm(figures), JSON.stringify(figures)).toBe(true);
	expect(figures.met.min, JSON.stringify(figures)).toBeGreaterThan(1);
}, 300_000);
