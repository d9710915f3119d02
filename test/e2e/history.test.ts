import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Findings, judge } from "./history.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-history-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const created = {
	op: "order.created",
	order: "a",
	key: "k",
	bytes_sha256: "1",
	effect: true,
	mono_ns: 1,
};
const repeated = { ...created, effect: false, mono_ns: 2 };
const accepted = { op: "location.order.accept", order: "a", bytes_sha256: "2", mono_ns: 3 };
const failed = { op: "location.order.fail", order: "a", bytes_sha256: "3", mono_ns: 4 };

const histories: [what: string, at_pos: object[], at_dsp: object[], found: (keyof Findings)[]][] = [
	["one ticket and one verdict", [created], [accepted], []],
	["a repeat that the POS knew again, and a verdict twice", [created, repeated], [accepted, accepted], ["resent"]],
	["a refusal", [], [failed], ["failed"]],
	["no ticket, though it was accepted", [], [accepted], ["lost", "contradicted"]],
	["nothing at all", [], [], ["lost", "verdicts_missing"]],
	["two tickets", [created, created], [accepted], ["doubled", "resent"]],
	["no verdict", [created], [], ["verdicts_missing"]],
	["both verdicts", [created], [accepted, failed], ["contradicted", "failed"]],
	["a verdict in other words", [created], [accepted, { ...accepted, bytes_sha256: "9" }], ["contradicted"]],
	["a verdict before the ticket", [{ ...created, mono_ns: 5 }], [accepted], ["contradicted"]],
	["a repeat in other bytes", [created, { ...repeated, bytes_sha256: "9" }], [accepted], ["changed", "resent"]],
	["a repeat under another key", [created, { ...repeated, key: "l" }], [accepted], ["changed", "resent"]],
	["an order that nobody sent", [created, { ...created, order: "b" }], [accepted], ["phantom"]],
];

const found = (
	at_pos: object[],
	at_dsp: object[],
	more: { pos_dedupes?: boolean; acknowledged?: Set<string> } = {},
) => {
	const [pos_file, dsp_file] = [path.join(folder, "pos.jsonl"), path.join(folder, "dsp.jsonl")];
	for (const [file, lines] of [[pos_file, at_pos] as const, [dsp_file, at_dsp] as const]) {
		const calls = lines.flatMap((line, call) => [
			{ ...line, kind: "invoke", effect: false, call },
			{ ...line, kind: "ok", call },
		]);
		writeFileSync(file, calls.map((line) => `${JSON.stringify(line)}\n`).join(""));
	}
	const run = { offered: ["a"], acknowledged: new Set(["a"]), pos_dedupes: true, ...more, pos_file, dsp_file };
	return Object.entries(judge(run)).flatMap(([name, ids]) => (ids.length > 0 ? [name] : []));
};

test.each(histories)("the judge of the crash runs sees %s for what it is", (_, at_pos, at_dsp, expected) => {
	expect(found(at_pos, at_dsp).sort()).toEqual([...expected].sort());
});

test("at a POS that does not dedupe, a second request is a fault of its own", () => {
	expect(found([created, repeated], [accepted], { pos_dedupes: false })).toEqual(["doubled", "resent"]);
});

test("an order that was never acknowledged is not lost", () => {
	expect(found([], [], { acknowledged: new Set() })).toEqual(["verdicts_missing"]);
});
