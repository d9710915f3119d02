import { expect, test } from "vitest";
import { isPromiseKept, runPosDown } from "./pos-down-harness.ts";

test("a POS is down for a while under load: every order has its verdict in time, and all is caught up soon after", async () => {
	// half of the time the channels' patience is shorter than the POS is away; the grace is for a busy machine
	const figures = await runPosDown({ seconds: 12, rate: 6, verdict_deadline_s: 6, grace_s: 30 });
	expect(isPromiseKept(figures), JSON.stringify(figures)).toBe(true);
	expect(figures.failed, JSON.stringify(figures)).toBeGreaterThan(0);
	expect(figures.orders).toBeGreaterThan(80);
}, 300_000);
