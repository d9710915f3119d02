import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type Gate, runGates } from "./run-gates.ts";

const root = resolve(import.meta.dirname, "..");

/** Our own gates print a line that begins with "saw"; of it, any number above zero is proof. */
const sawLine = (output: string) => /^saw .*\b[1-9]\d*\b.*$/m.exec(output)?.[0];
const anyCount = (output: string) => /^.*\b[1-9]\d*\b.*$/m.exec(output)?.[0].trim();

/** The slowest first, so that the others fill the gaps. */
const GATES: readonly Gate[] = [
	{
		name: "unused",
		command: [
			"knip",
			"--no-progress",
			"--treat-config-hints-as-errors",
			"--reporter=symbols",
			"--reporter=./scripts/knip-reporter.ts",
		],
		saw: sawLine,
		next: "remove what nothing uses, or name the entry point in knip.json",
	},
	{
		name: "types",
		command: ["tsc", "-p", "tsconfig.json", "--pretty", "false", "--listFiles"],
		saw: (output) => {
			const ours = output.split("\n").filter((line) => line.startsWith(root) && !line.includes("/node_modules/"));
			return ours.length === 0 ? undefined : `saw ${ours.length} files`;
		},
		noise: /^\/.*\.[cm]?ts$/,
		next: "mend the types; npx tsc -p tsconfig.json shows them alone",
	},
	{
		name: "format",
		command: ["biome", "ci", "--error-on-warnings", "--colors=off", "--reporter=concise", "--max-diagnostics=100", "."],
		saw: (output) => /Checked [1-9]\d* files/.exec(output)?.[0],
		next: "npm run format mends most of it",
	},
	{
		name: "imports",
		command: ["node", "scripts/check-imports.ts"],
		saw: sawLine,
		next: "the rules are in scripts/imports/, their picture in ARCHITECTURE.md",
	},
	{
		name: "sql",
		command: ["node", "scripts/check-sql.ts"],
		saw: anyCount,
		next: "docs/adr/0006-plain-sql.md says why each statement carries its tenant",
	},
	{
		name: "openapi",
		command: ["node", "packages/contract/scripts/generate-openapi.ts", "--check"],
		saw: anyCount,
		next: "node packages/contract/scripts/generate-openapi.ts",
	},
	{
		name: "reference",
		command: ["node", "scripts/generate-docs.ts", "--check"],
		saw: sawLine,
		next: "npm run docs",
	},
	{
		name: "files",
		command: ["node", "scripts/check-files.ts"],
		saw: sawLine,
		next: "split long files by verb; name folders by what they do",
	},
	{
		name: "words",
		command: ["node", "scripts/check-words.ts"],
		saw: sawLine,
		next: "each line above says what to do",
	},
	{
		name: "coverage",
		command: ["node", "scripts/contract-coverage.ts"],
		saw: sawLine,
		noise: /^(?:[A-F][.-]\d|\s)/,
		next: "npm run contract:coverage shows each rule of the contract with the tests that cover it",
	},
	{
		name: "lockfile",
		command: ["node", "scripts/check-lockfile.ts"],
		saw: sawLine,
		next: "each line above says what to do",
	},
];

const started = performance.now();
const failed = await runGates(GATES, {
	root,
	parallel: availableParallelism(),
	print: (line) => console.log(line),
	now: () => performance.now(),
});
const took = ((performance.now() - started) / 1000).toFixed(1);
if (failed.length > 0) {
	console.log(`\n${failed.length} of ${GATES.length} gates failed in ${took} s: ${failed.join(", ")}`);
	process.exitCode = 1;
} else {
	console.log(`\n${GATES.length} gates passed in ${took} s`);
}
