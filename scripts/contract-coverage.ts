import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Citation, readCitations } from "./coverage/citations.ts";
import { report } from "./report.ts";
import { sourceFiles } from "./source-files.ts";

/**
 * Print each rule of the contract with the tests that cover it, and fail for a rule without one. The rules are
 * packages/contract/rules/*.json, id to sentence; of one that cannot be built, `not_built` says why.
 */
const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`);
const RULES = `${root}/packages/contract/rules`;

type Rule = string | { says: string; not_built: string };

const findings: string[] = [];
const rules = new Map<string, Rule>();
for (const file of existsSync(RULES) ? readdirSync(RULES).sort() : []) {
	for (const [id, rule] of Object.entries<Rule>(JSON.parse(readFileSync(`${RULES}/${file}`, "utf8")))) {
		if (rules.has(id)) findings.push(`packages/contract/rules/${file}  has ${id} a second time`);
		rules.set(id, rule);
	}
}

const covered = new Map<string, (Citation & { path: string })[]>();
let tests = 0;
let citing = 0;
for (const path of sourceFiles(root).filter((name) => name.endsWith(".test.ts") && !name.startsWith("scripts/"))) {
	const cited = readCitations(path, readFileSync(`${root}/${path}`, "utf8"));
	tests += cited.tests;
	citing += cited.citations.length;
	for (const { line, text } of cited.problems) findings.push(`${path}:${line}  ${text}`);
	for (const citation of cited.citations) {
		for (const rule of citation.rules) {
			if (!rules.has(rule)) findings.push(`${path}:${citation.line}  cites ${rule}, which is no rule`);
			covered.set(rule, [...(covered.get(rule) ?? []), { ...citation, path }]);
		}
	}
}

for (const [id, rule] of rules) {
	console.log(`${id}  ${typeof rule === "string" ? rule : rule.says}`);
	if (typeof rule !== "string") console.log(`    not built: ${rule.not_built}`);
	for (const { path, line, title } of covered.get(id) ?? []) console.log(`    ${path}:${line}  ${title}`);
	if (!covered.has(id)) findings.push(`no test covers ${id}: ${typeof rule === "string" ? rule : rule.says}`);
}
report(findings, { rules: rules.size, "rules covered": covered.size, tests, "tests that cite": citing });
