import { readFileSync } from "node:fs";
import type { HistoryLine } from "@ticketrail/history";

/** What became of the orders of a run, by the word of the POS and the DSP and of nobody else. */
export interface Findings {
	/** Acknowledged to the DSP, and neither at the POS nor called off. */
	lost: string[];
	/** More than once in effect at the POS; for a POS that does not dedupe, more than once sent. */
	doubled: string[];
	/** No verdict reached the DSP. */
	verdicts_missing: string[];
	/** Two different verdicts, or one in different bytes; or "accepted" before the POS had accepted. */
	contradicted: string[];
	/** The DSP was told that it failed, though nothing was wrong with it. */
	failed: string[];
	/** Attempts of one order that differ in key or bytes. */
	changed: string[];
	/** At the POS, though no DSP ever sent it. */
	phantom: string[];
	/** Sent to the POS more than once, which is no fault where the POS dedupes. */
	resent: string[];
}

const VERDICTS = ["location.order.accept", "location.order.fail"];

/** Compare the two histories with what was offered. `acknowledged`: the ids that the hub answered with 2xx. */
export function judge(run: {
	offered: readonly string[];
	acknowledged: ReadonlySet<string>;
	pos_file: string;
	dsp_file: string;
	pos_dedupes: boolean;
}): Findings {
	const at_pos = Map.groupBy(
		readCalls(run.pos_file).filter(({ op }) => op === "order.created"),
		({ order }) => order ?? "",
	);
	const at_dsp = Map.groupBy(
		readCalls(run.dsp_file).filter(({ op }) => VERDICTS.includes(op)),
		({ order }) => order ?? "",
	);
	const findings: Findings = {
		...{ lost: [], doubled: [], verdicts_missing: [], contradicted: [] },
		...{ failed: [], changed: [], phantom: [...at_pos.keys()].filter((id) => !run.offered.includes(id)), resent: [] },
	};
	for (const id of run.offered) {
		const sent = at_pos.get(id) ?? [];
		const verdicts = at_dsp.get(id) ?? [];
		const effects = sent.filter(({ effect }) => effect);
		const has_failed = verdicts.some(({ op }) => op === "location.order.fail");
		if (run.acknowledged.has(id) && effects.length === 0 && !has_failed) findings.lost.push(id);
		if ((run.pos_dedupes ? effects : sent).length > 1) findings.doubled.push(id);
		if (distinct(sent, ({ key, bytes_sha256 }) => `${key} ${bytes_sha256}`) > 1) findings.changed.push(id);
		if (sent.length > 1) findings.resent.push(id);
		if (verdicts.length === 0) findings.verdicts_missing.push(id);
		if (has_failed) findings.failed.push(id);
		const is_premature = !has_failed && verdicts.length > 0 && !(first(effects) <= first(verdicts));
		if (distinct(verdicts, ({ bytes_sha256 }) => bytes_sha256) > 1 || is_premature) findings.contradicted.push(id);
	}
	return findings;
}

/** Each call that arrived, as it began, with whether it changed anything. */
function readCalls(file: string): HistoryLine[] {
	const lines = readFileSync(file, "utf8").split("\n");
	const read = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as HistoryLine);
	const ends = new Map(read.filter(({ kind }) => kind !== "invoke").map((line) => [line.call, line]));
	const calls = read.filter(({ kind }) => kind === "invoke");
	return calls.map((line) => ({ ...line, effect: ends.get(line.call)?.effect ?? false }));
}

function distinct<Line>(lines: readonly Line[], by: (line: Line) => string | null): number {
	return new Set(lines.map(by)).size;
}

/** When the first of them came, by the machine's clock; Infinity when there is none. */
function first(lines: readonly { mono_ns: number }[]): number {
	return Math.min(...lines.map(({ mono_ns }) => mono_ns));
}
