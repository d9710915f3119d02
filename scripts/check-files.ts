import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { report } from "./report.ts";
import { isTestFile, sourceFiles } from "./source-files.ts";

const CODE = /\.(tsx?|m?js|css|html|sql)$/;
const GENERATED = /\.golden\.|^packages\/contract\/openapi\//;
const DRAWER = /^(utils?|helpers?|common|shared|misc)$/;

/** Lines that a file may have. The budget of the whole code base is below: half of the files are short. */
const LIMITS = [
	{ files: CODE, lines: 500 },
	{ files: /^ARCHITECTURE\.md$/, lines: 120 },
	{ files: /^docs\/adr\/.*\.md$/, lines: 40 },
];
const MEDIAN = 100;
const NINETIETH = 300;

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`);
const findings: string[] = [];
const lengths: number[] = [];
for (const path of sourceFiles(root)) {
	const parts = path.split("/").map((part) => part.replace(/\..*$/, ""));
	if (parts.some((part) => DRAWER.test(part))) findings.push(`${path}  is a drawer; name it by what it does`);
	const limit = LIMITS.find((candidate) => candidate.files.test(path));
	if (limit === undefined || isTestFile(path) || GENERATED.test(path)) continue;
	const lines = readFileSync(`${root}/${path}`, "utf8").trimEnd().split("\n").length;
	if (lines > limit.lines) findings.push(`${path}  has ${lines} lines, at most ${limit.lines}; split it by verb`);
	if (CODE.test(path)) lengths.push(lines);
}
lengths.sort((a, b) => a - b);
const median = percentile(0.5);
const ninetieth = percentile(0.9);
if (median > MEDIAN) findings.push(`half of the code files have more than ${MEDIAN} lines (median ${median})`);
if (ninetieth > NINETIETH)
	findings.push(`a tenth of the code files have more than ${NINETIETH} lines (p90 ${ninetieth})`);
report(findings, { "code files": lengths.length, "lines at the median": median, "at p90": ninetieth });

function percentile(share: number): number {
	return lengths[Math.max(0, Math.ceil(lengths.length * share) - 1)] ?? 0;
}
