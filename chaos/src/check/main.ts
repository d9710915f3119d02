import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { HistoryLine } from "@ticketrail/history";
import type { Manifest } from "../manifest.ts";
import { readDatabase, type Snapshot } from "./database.ts";
import { judge } from "./judge.ts";
import { joinCalls } from "./run.ts";

const HELP = `npm run chaos:check -- --history DIR [--database URL] [--json]

Holds the history of a run (run.json and *.jsonl in DIR) and its final database against the invariants of the orders.
The first check with --database keeps what it read in DIR/database.json, so that a later one needs no database.
Exit 1 when anything is wrong.
`;

async function main(): Promise<number> {
	const options = {
		history: { type: "string" },
		database: { type: "string" },
		json: { type: "boolean" },
		help: { type: "boolean" },
	} as const;
	const { values } = parseArgs({ options });
	if (values.help || values.history === undefined) {
		process.stdout.write(HELP);
		return values.help ? 0 : 2;
	}
	const folder = values.history;
	const manifest = JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")) as Manifest;
	const report = judge({
		manifest,
		calls: joinCalls(readHistory(folder)),
		database: await readSnapshot(folder, values.database),
	});
	writeFileSync(path.join(folder, "check.json"), `${JSON.stringify(report, null, "\t")}\n`);
	if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
	else {
		for (const { invariant, tenant, order, text, lines } of report.findings)
			process.stdout.write(
				`${[invariant, tenant, order, text, lines.slice(0, 6).join(" ")].filter(Boolean).join("  ")}\n`,
			);
		process.stdout.write(`${report.orders} orders, ${report.violations} violations\n`);
	}
	return report.violations > 0 ? 1 : 0;
}

/** Every line of every history in the folder. A last line that a kill cut off is left out. */
function readHistory(folder: string): HistoryLine[] {
	const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
	return files.flatMap((file) => {
		const lines = readFileSync(path.join(folder, file), "utf8").split("\n");
		return lines.slice(0, -1).map((line) => JSON.parse(line) as HistoryLine);
	});
}

async function readSnapshot(folder: string, database_url: string | undefined): Promise<Snapshot> {
	const file = path.join(folder, "database.json");
	if (database_url === undefined) return JSON.parse(readFileSync(file, "utf8")) as Snapshot;
	const snapshot = await readDatabase(database_url);
	writeFileSync(file, JSON.stringify(snapshot));
	return snapshot;
}

process.exitCode = await main();
