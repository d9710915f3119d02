import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { CASES, type CaseName, isCase } from "./cases.ts";
import { openCourse } from "./course.ts";
import { printResults, type Result } from "./results.ts";

const HELP = `npm run bench -- [--case NAME …] [--seconds N] [--rounds N] [--json]

Measures the hub, as its users run it, against floors in the same run. Medians over interleaved rounds.

  --case NAME   one of the cases below; may be given several times (default: all)
  --seconds N   length of one measurement of the order path (default 5)
  --rounds N    rounds per case (default 3)
  --json        one JSON document on stdout: a list of results

${Object.entries(CASES)
	.map(([name, { text }]) => `  ${name.padEnd(18)}${text}`)
	.join("\n")}
`;

async function main(): Promise<number> {
	let values: { case?: string[]; seconds?: string; rounds?: string; json?: boolean; help?: boolean };
	try {
		({ values } = parseArgs({
			options: {
				case: { type: "string", multiple: true },
				seconds: { type: "string" },
				rounds: { type: "string" },
				json: { type: "boolean" },
				help: { type: "boolean" },
			},
		}));
	} catch (error) {
		return usage((error as Error).message);
	}
	if (values.help === true) {
		process.stdout.write(HELP);
		return 0;
	}
	const names = values.case ?? Object.keys(CASES);
	const unknown = names.filter((name) => !isCase(name));
	const seconds = Number(values.seconds ?? 5);
	const rounds = Number(values.rounds ?? 3);
	if (unknown.length > 0) return usage(`There is no case ${unknown.join(", ")}.`);
	if (!(seconds >= 1) || !Number.isInteger(rounds) || rounds < 1)
		return usage("--seconds and --rounds are numbers from 1 on.");

	const data_dir = mkdtempSync(path.join(tmpdir(), "ticketrail-bench-"));
	const course = await openCourse(data_dir);
	const results: Result[] = [];
	try {
		for (const name of names as CaseName[]) {
			process.stderr.write(`${name} …\n`);
			results.push(...(await CASES[name].run(course, { seconds, rounds })));
		}
	} finally {
		await course.close();
		rmSync(data_dir, { recursive: true, force: true });
	}
	printResults(results, values.json === true);
	return 0;
}

function usage(problem: string): number {
	process.stderr.write(`${problem}\n\n${HELP}`);
	return 2;
}

// whatever is still open after a failure must not keep the process
process.exit(
	await main().catch((error: unknown) => {
		console.error(error);
		return 1;
	}),
);
