import { expect, test } from "vitest";
import { renderTable, strayTitles, tableOf } from "./report.ts";
import { ALL_CONTRACTS, CONTRACTS, cellPrefix, FAULTS, PROCESSES, SAME_FOR_ALL } from "./table.ts";

const passed = (title: string) => ({ title, status: "passed" });
const find = (fields: ReturnType<typeof tableOf>, fault: string, contract: string, processes: string) =>
	fields.find((one) => one.fault === fault && one.contract === contract && one.processes === processes)?.state.kind;

test("the table of faults has a field for each of 30 faults, each contract, and one and two processes", () => {
	expect(Object.keys(FAULTS)).toHaveLength(30);
	expect(tableOf([])).toHaveLength(30 * CONTRACTS.length * PROCESSES.length);
});

test("a field without a test is missing, one with a failed test is red, and neither hides behind a field that is green", () => {
	const fields = tableOf([
		passed("F01 · dedupes_by_order_id · one process: the order is taken once"),
		{ title: "F01 · dedupes_by_order_id · two processes: the order is taken once", status: "failed" },
		passed("F01 · dedupes_by_order_id · two processes: its answer is the same"),
		{ title: "F02 · at_most_once · one process: the order is taken once", status: "skipped" },
	]);
	expect(find(fields, "F01", "dedupes_by_order_id", "one process")).toBe("green");
	expect(find(fields, "F01", "dedupes_by_order_id", "two processes")).toBe("red");
	expect(find(fields, "F02", "at_most_once", "one process")).toBe("red");
	expect(find(fields, "F01", "at_most_once", "one process")).toBe("missing");
	expect(renderTable(fields)).toContain("RED: F01 · dedupes_by_order_id · two processes: the order is taken once");
});

test("a test for all contracts fills their fields only where the table says that the contract does not matter", () => {
	const [shared] = Object.keys(SAME_FOR_ALL) as (keyof typeof SAME_FOR_ALL)[];
	const fields = tableOf([
		passed(`${cellPrefix(shared ?? "F13", ALL_CONTRACTS, "one process")}orders are refused`),
		passed(`${cellPrefix("F01", ALL_CONTRACTS, "one process")}orders are refused`),
	]);
	expect(CONTRACTS.map((contract) => find(fields, shared ?? "F13", contract, "one process"))).toEqual([
		"green",
		"green",
		"green",
	]);
	expect(find(fields, "F01", "dedupes_by_order_id", "one process")).toBe("missing");
});

test("a title that is nearly one of the table's is found, since its field would stay empty", () => {
	const slips = ["F1 · at_most_once · one process: x", "F01 · at_most_once · three processes: x", "F31 · all: x"];
	expect(strayTitles([...slips, "F01 · at_most_once · one process: x", "the table of faults"].map(passed))).toEqual(
		slips,
	);
});
