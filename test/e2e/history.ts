import { readFileSync } from "node:fs";
import type { HistoryLine as DspLine } from "@ticketrail/reference-dsp";
import type { HistoryLine as PosLine } from "@ticketrail/reference-pos";

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
		readLines<PosLine>(run.pos_file).filter(({ type }) => type === "order.created"),
		({ dsp_order_id }) => dsp_order_id ?? "",
	);
	const at_dsp = Map.groupBy(
		readLines<DspLine>(run.dsp_file).filter(({ type }) => VERDICTS.includes(type ?? "")),
		({ order_id }) => order_id ?? "",
	);
	const findings: Findings = {
		...{ lost: [], doubled: [], verdicts_missing: [], contradicted: [] },
		...{ failed: [], changed: [], phantom: [...at_pos.keys()].filter((id) => !run.offered.includes(id)), resent: [] },
	};
	for (const id of run.offered) {
		const sent = at_pos.get(id) ?? [];
		const verdicts = at_dsp.get(id) ?? [];
		const effects = sent.filter(({ effect }) => effect);
		const has_failed = verdicts.some(({ type }) => type === "location.order.fail");
		if (run.acknowledged.has(id) && effects.length === 0 && !has_failed) findings.lost.push(id);
		if ((run.pos_dedupes ? effects : sent).length > 1) findings.doubled.push(id);
		if (distinct(sent, ({ idempotency_key, body_sha256 }) => `${idempotency_key} ${body_sha256}`) > 1)
			findings.changed.push(id);
		if (sent.length > 1) findings.resent.push(id);
		if (verdicts.length === 0) findings.verdicts_missing.push(id);
		if (has_failed) findings.failed.push(id);
		const is_premature = !has_failed && verdicts.length > 0 && !(first(effects) <= first(verdicts));
		if (distinct(verdicts, ({ body_sha256 }) => body_sha256) > 1 || is_premature) findings.contradicted.push(id);
	}
	return findings;
}

function readLines<Line>(file: string): Line[] {
	const lines = readFileSync(file, "utf8").split("\n");
	return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

function distinct<Line>(lines: readonly Line[], by: (line: Line) => string): number {
	return new Set(lines.map(by)).size;
}

/** Epoch ms of the first of them; Infinity when there is none. */
function first(lines: readonly { time: number }[]): number {
	return Math.min(...lines.map(({ time }) => time));
}
