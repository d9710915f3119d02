import { expect, test } from "vitest";
import { renderRecord, renderTable } from "./table.ts";

const rows = [
	{
		order_id: "0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90",
		name: "Joe's Pizza on the corner of a very long street",
		attempts: 2,
	},
	{ order_id: "0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c91", name: null, attempts: 10 },
];

test("columns stand under their names, in the order that was asked for, those that no row has left out", () => {
	const lines = renderTable(rows, ["attempts", "order_id", "unknown"]).split("\n");
	expect(lines).toEqual([
		"attempts  order_id",
		"2         0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90",
		"10        0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c91",
	]);
});

test("on a narrow terminal free text gives way, ids never", () => {
	const lines = renderTable(rows, ["order_id", "name", "attempts"], { width: 64 }).split("\n");
	for (const line of lines) expect([...line].length).toBeLessThanOrEqual(64);
	expect(lines[1]).toContain("0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90  Joe's Pizza on …");
	expect(renderTable(rows, ["order_id", "name"], { width: 10 })).toContain("0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c91");
});

test("a record has a line for each field, times as people read them, lists as tables below", () => {
	const text = renderRecord({
		order_id: "o1",
		received_at: 1_763_791_200_000,
		verdict: null,
		events: [{ event: "received", note: "line\nbreak \u001b[31m\u202e" }],
		empty: [],
	});
	expect(text.split("\n")).toEqual([
		"order_id     o1",
		"received_at  2025-11-22T06:00:00.000Z",
		"verdict      –",
		"empty        []",
		"",
		"events",
		"event     note",
		"received  line break \ufffd[31m\ufffd",
	]);
});
