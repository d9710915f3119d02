import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { renderTable, strayTitles, type TestResult, tableOf } from "./report.ts";

/** What the runner writes, as far as it is read here. */
interface RunnerReport {
	testResults: { name: string; status: string; message?: string; assertionResults: TestResult[] }[];
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Run the whole table, or the files that were named, and print it; ends with 1 when a field is missing or red. */
async function main(files: readonly string[]): Promise<number> {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-faults-"));
	const report_file = path.join(folder, "report.json");
	try {
		const report = ["--reporter=default", "--reporter=json", `--outputFile=${report_file}`];
		await run(["run", ...(files.length > 0 ? files : ["test/faults"]), ...report]);
		const { testResults } = JSON.parse(readFileSync(report_file, "utf8")) as RunnerReport;
		const results = testResults.flatMap(({ assertionResults }) => assertionResults);
		const broken = testResults.filter(
			({ status, assertionResults }) => status !== "passed" && assertionResults.length === 0,
		);
		const stray = strayTitles(results);
		const fields = tableOf(results);
		process.stdout.write(`\n${renderTable(fields)}\n`);
		for (const title of stray) process.stdout.write(`no field of the table: ${title}\n`);
		for (const { name } of broken) process.stdout.write(`could not run: ${path.relative(ROOT, name)}\n`);
		const isWhole = fields.every(({ state }) => state.kind === "green" || state.kind === "not applicable");
		return isWhole && stray.length + broken.length === 0 && results.every(({ status }) => status === "passed") ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The runner's own exit code says less than its report. */
function run(args: readonly string[]): Promise<void> {
	const vitest = path.join(ROOT, "node_modules/vitest/vitest.mjs");
	const env = { ...process.env, TICKETRAIL_FAULTS: "all" };
	const child = spawn(process.execPath, [vitest, ...args], { cwd: ROOT, env, stdio: "inherit" });
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", () => resolve());
	});
}

process.exitCode = await main(process.argv.slice(2));
