import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { commitOf, machineOf, type Result } from "../report/result.ts";
import { type Caught, catchSabotage, runCourse } from "./catch.ts";
import { SABOTAGED } from "./hubs.ts";

const HELP = `npm run chaos:sabotage -- [--only NAME …] [--control] [--seed X] [--patience N] [--json]

Builds hubs with one mistake each and runs them: the checker must find every one out. Exit 1 when one gets through.

  --only NAME   one of these; may be given several times (default: all)
  --control     run the courses with the true hub in place of the sabotaged ones: nothing may be found
  --seed X      what decides about customers (default 1)
  --patience N  let things take N times longer than agreed, on a busy machine (default 1)
  --out FILE    write what came of it to this file, as docs/reliability.md is made from
  --json        one JSON document on stdout

${SABOTAGED.map(({ name, text }) => `  ${name.padEnd(28)}${text}`).join("\n")}
`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			only: { type: "string", multiple: true },
			control: { type: "boolean" },
			seed: { type: "string" },
			patience: { type: "string" },
			out: { type: "string" },
			json: { type: "boolean" },
			help: { type: "boolean" },
		},
	});
	const wanted = SABOTAGED.filter(({ name }) => values.only?.includes(name) ?? true);
	if (values.help || wanted.length < (values.only?.length ?? 0)) {
		process.stdout.write(HELP);
		return values.help ? 0 : 2;
	}
	const options = { seed: values.seed ?? "1", patience: Number(values.patience ?? 1) };
	const results: Caught[] = [];
	for (const sabotage of wanted) {
		const run = values.control ? control(sabotage, options) : catchSabotage(sabotage, options);
		// one that cannot run is missed, and the others run all the same
		const result = await run.catch((error: Error): Caught => {
			const first = `it could not run: ${error.message}`;
			return {
				name: sabotage.name,
				is_caught: values.control ?? false,
				by_invariant: {},
				first,
				orders: 0,
				elapsed_s: 0,
			};
		});
		results.push(result);
		const word = result.is_caught ? (values.control ? "FOUND " : "caught") : values.control ? "clean " : "MISSED";
		process.stderr.write(`${word}  ${result.name.padEnd(28)} ${result.elapsed_s} s  ${result.first}\n`);
	}
	const wrong = results.filter(({ is_caught }) => is_caught === (values.control ?? false));
	if (values.out) writeResult(values.out, results);
	if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
	else process.stdout.write(`${results.length - wrong.length} of ${results.length} as they must be\n`);
	return wrong.length > 0 ? 1 : 0;
}

function writeResult(file: string, caught: readonly Caught[]): void {
	const found = caught.map(({ name, is_caught, by_invariant }) => [
		name,
		is_caught ? Object.keys(by_invariant).join(" ") : "missed",
	]);
	const figures = {
		sabotaged_hubs: caught.length,
		caught: caught.filter(({ is_caught }) => is_caught).length,
		broken_invariants_found: Object.fromEntries(found),
	};
	const date = new Date().toISOString().slice(0, 10);
	const result: Result = {
		name: "sabotage",
		command: "npm run chaos:sabotage",
		commit: commitOf(),
		date,
		machine: machineOf(),
		figures,
	};
	writeFileSync(file, `${JSON.stringify(result, null, "\t")}\n`);
}

async function control(
	{ name, course }: (typeof SABOTAGED)[number],
	options: { seed: string; patience: number },
): Promise<Caught> {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-control-"));
	try {
		const { figures, report } = await runCourse(course, { ...options, folder });
		const [first] = report.findings;
		return {
			...{ name, is_caught: first !== undefined, by_invariant: figures.by_invariant },
			first: first === undefined ? "" : `${first.invariant} ${first.order ?? ""}: ${first.text}`,
			...{ orders: figures.orders, elapsed_s: figures.elapsed_s },
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

process.exit(
	await main().catch((error: unknown) => {
		console.error(error);
		return 1;
	}),
);
