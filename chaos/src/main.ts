import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type CampaignOptions, type Figures, runCampaign } from "./campaign.ts";
import { commitOf, machineOf, type Result } from "./report/result.ts";

const HELP = `npm run chaos -- [--kills N] [--seconds S] [--seed X] [--json]

Offers orders to hubs on one PostgreSQL while they and it are killed and every system fails now and then, lets everything
heal, and holds the histories of both sides against the invariants. Exit 1 on any violation.

  --kills N             kill -9 of hubs (default 10)
  --postgres-kills N    kill -9 of PostgreSQL (default: a tenth of the kills)
  --seconds S           how long orders are offered (default: 8 for each kill of a hub, at least 30)
  --seed X              what decides about faults, kills and customers (default: from the clock)
  --rate N              orders per second (default 50)
  --hubs N              hubs on one database (default 2)
  --deadline N          seconds to a verdict that the hubs are told (default 150, as a hub's)
  --faults N            how much the systems fail: 1 a bad day, 0 not at all (default 1)
  --patience N          let things take N times longer than agreed, on a busy machine (default 1)
  --history DIR         where the history is kept (default: a new temporary folder, named at the end)
  --out FILE            write the figures to this file as well, as docs/reliability.md is made from
  --json                one JSON document on stdout
`;
/** What a hub needs to come back, to show that it delivers, and to have some orders under way when the next one strikes. */
const SECONDS_PER_KILL = 8;
const SECONDS_MIN = 30;
const TEXT = { type: "string" } as const;
const SWITCH = { type: "boolean" } as const;
const FLAGS = {
	...{
		kills: TEXT,
		"postgres-kills": TEXT,
		seconds: TEXT,
		seed: TEXT,
		rate: TEXT,
		hubs: TEXT,
		deadline: TEXT,
		faults: TEXT,
		patience: TEXT,
	},
	...{ history: TEXT, out: TEXT, json: SWITCH, help: SWITCH },
} as const;

async function main(): Promise<number> {
	let values: ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>["values"];
	try {
		({ values } = parseArgs({ options: FLAGS }));
	} catch (error) {
		return usage((error as Error).message);
	}
	if (values.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const number = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Number(text));
	const kills = number(values.kills, 10);
	const numbers = {
		...{ kills, postgres_kills: number(values["postgres-kills"], Math.round(kills / 10)) },
		...{
			seconds: number(values.seconds, Math.max(SECONDS_MIN, kills * SECONDS_PER_KILL)),
			rate: number(values.rate, 50),
			hubs: number(values.hubs, 2),
		},
		...{ verdict_deadline_s: number(values.deadline, 150), faults: number(values.faults, 1) },
		patience: number(values.patience, 1),
	};
	const wrong = Object.entries(numbers).find(([, value]) => !(value >= 0));
	if (wrong) return usage(`${wrong[0]} is not a number from 0 on`);
	const data_dir = mkdtempSync(path.join(tmpdir(), "ticketrail-chaos-data-"));
	const options: CampaignOptions = {
		...numbers,
		seed: values.seed ?? String(Date.now() % 1_000_000),
		commit: commitOf(),
		folder: path.resolve(values.history ?? mkdtempSync(path.join(tmpdir(), "ticketrail-chaos-"))),
		data_dir,
		tell: (line) => void process.stderr.write(`${line}\n`),
	};
	const figures = await runCampaign(options).finally(() => rmSync(data_dir, { recursive: true, force: true }));
	if (values.out) writeResult(values.out, figures);
	process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : describe(figures));
	return figures.violations > 0 ? 1 : 0;
}

function writeResult(file: string, { history: _, findings: __, commit, ...figures }: Figures): void {
	const flags = process.argv
		.slice(2)
		.filter(
			(flag, index, all) => !/^--(out|history|json)/.test(flag) && !/^--(out|history)$/.test(all[index - 1] ?? ""),
		);
	const command = `npm run chaos -- ${flags.join(" ")}`.replace(/ -- $/, "");
	const date = new Date().toISOString().slice(0, 10);
	const result: Result = { name: "campaign", command, commit, date, machine: machineOf(), figures };
	writeFileSync(file, `${JSON.stringify(result, null, "\t")}\n`);
}

function describe(figures: Figures): string {
	const rows = Object.entries(figures).map(
		([name, value]) => `${name.padEnd(16)}${typeof value === "object" ? JSON.stringify(value) : value}`,
	);
	return `${rows.join("\n")}\n`;
}

function usage(problem: string): number {
	process.stderr.write(`${problem}\n\n${HELP}`);
	return 2;
}

// ended by hand: the hubs and the database of the run end with it
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

// whatever is still open after a failure must not keep the process
process.exit(
	await main().catch((error: unknown) => {
		console.error(error);
		return 1;
	}),
);
