import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { report } from "./report.ts";
import { sourceFiles } from "./source-files.ts";

/** Text that must not be committed, where it must not, and what to do. Written so that no pattern finds itself. */
const FORBIDDEN = [
	{
		pattern: /\b(?:tod[o]|fixm[e]|xx[x])\b|not implemente[d]/i,
		files: /\.(tsx?|m?js|sql|sh|md|json|html|css)$/,
		next: "finish it now, or open an issue",
	},
	{ pattern: /\bstu[b]\b/i, files: /\.(tsx?|sql)$/, next: "write the real thing" },
	{
		pattern: /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:ski[p]|onl[y]|tod[o]|fail[s])\b|\b[xf](?:it|test|describe)\(/,
		files: /\.test\.tsx?$|^test\//,
		next: "run the test or remove it",
	},
	{ pattern: /@ts-(?:ignor[e]|nochec[k])/, files: /\.tsx?$/, next: "mend the type" },
	{
		pattern: /(?:^|[^\w.])\/(?:wor[k]|roo[t]|far[m])\/|\/(?:hom[e]|User[s])\/\w|\.librar[y]\b/,
		files: /./,
		next: "name no path of one machine",
	},
	{ pattern: /registry\.(?:npmj[s]|yarnpk[g])|npm\.pkg\.githu[b]/, files: /./, next: "name no package registry" },
];

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`);
const findings: string[] = [];
let files = 0;
let lines = 0;
for (const path of sourceFiles(root)) {
	const text = readFileSync(`${root}/${path}`, "utf8");
	if (text.includes("\0")) continue;
	files += 1;
	const rules = FORBIDDEN.filter((rule) => rule.files.test(path) && rule.pattern.test(text));
	for (const [index, line] of text.split("\n").entries()) {
		lines += 1;
		for (const { pattern, next } of rules) {
			const found = pattern.exec(line);
			if (found !== null) findings.push(`${path}:${index + 1}  "${found[0].trim()}": ${next}`);
		}
	}
}
report(findings, { files, lines });
