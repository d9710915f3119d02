import { expect, test } from "vitest";
import { reliabilityPage } from "./page.ts";
import { readResult } from "./result.ts";

const campaign = {
	...{
		name: "campaign",
		command: "npm run chaos -- --kills 300",
		commit: "abc",
		date: "2026-11-27",
		machine: "2 × x86",
	},
	figures: { orders: 45_210, lost: 0, recovery_ms: { p50: 1210, max: 2900.5 }, by_invariant: {} },
};

test("the page shows every figure of a result, how it was measured, and how to measure it again", () => {
	const page = reliabilityPage([campaign]);
	expect(page).toContain("## Crash campaign");
	expect(page).toContain("Measured 2026-11-27 at commit `abc` on 2 × x86:");
	expect(page).toContain("```sh cmd\nnpm run chaos -- --kills 300\n```");
	expect(page.split("\n").filter((line) => line.startsWith("| "))).toEqual([
		"| figure          | value   |",
		"| --------------- | ------- |",
		"| orders          | 45 210  |",
		"| lost            | 0       |",
		"| recovery ms p50 | 1 210   |",
		"| recovery ms max | 2 900.5 |",
	]);
});

test("results stand in the order of the page, unknown ones last, and what is not measured is named", () => {
	const other = { ...campaign, name: "something-else", figures: { rounds: 3 } };
	const page = reliabilityPage([other, { ...campaign, name: "sigterm" }, campaign]);
	const titles = page.split("\n").filter((line) => line.startsWith("## "));
	expect(titles).toEqual([
		"## Crash campaign",
		"## Stop in the middle of load",
		"## something-else",
		"## Not measured yet",
	]);
	expect(page).toContain("Simulation; Failover of PostgreSQL;");
	expect(page).not.toContain("Crash campaign;");
});

test("a result without its command or its figures is refused by name", () => {
	expect(() => readResult("x.json", '{"name":"x","commit":"c","date":"d"}')).toThrow("x.json lacks command, figures");
});
