import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Simulated, simulate } from "./simulate.ts";

const HELP = `npm run simulate -- [--histories N] [--seed S] [--workers W] [--json]

Runs the order core under a virtual clock, with hubs that die, a database that fails, and POS systems and a channel that
answer badly, and judges each history by the invariants of docs/reliability.md. One seed is one history.

  --histories N  how many (default 1000)
  --seed S       the first one's seed, the others follow it (default 1); with --histories 1 it replays that one
  --workers W    processes (default: as many as there are cores)
  --json         one JSON document on stdout

Exit code 1 when an invariant was broken.
`;

interface Total {
	histories: number;
	orders: number;
	acknowledged: number;
	accepted: number;
	failed: number;
	kills: number;
	violations: number;
	/** the first of them */
	broken: Pick<Simulated, "seed" | "violations">[];
}

const SHOWN = 20;
const EVERY_MS = 5_000;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			histories: { type: "string", default: "1000" },
			seed: { type: "string", default: "1" },
			workers: { type: "string", default: String(availableParallelism()) },
			json: { type: "boolean", default: false },
			share: { type: "boolean", default: false },
			help: { type: "boolean", default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const [histories, seed, workers] = [values.histories, values.seed, values.workers].map(Number) as [
		number,
		number,
		number,
	];
	if (![histories, seed, workers].every((value) => Number.isInteger(value) && value >= 1)) {
		process.stderr.write(`--histories, --seed and --workers are whole numbers from 1 on.\n\n${HELP}`);
		return 2;
	}
	if (values.share) {
		await runShare(seed, histories, workers);
		return 0;
	}
	const begun_at = performance.now();
	const total = await runAll(seed, histories, Math.min(workers, histories));
	const seconds = Math.round((performance.now() - begun_at) / 100) / 10;
	if (values.json) process.stdout.write(`${JSON.stringify({ seed, workers, seconds, ...total })}\n`);
	else print(total, seconds);
	return total.violations === 0 ? 0 : 1;
}

/** Each process takes every n-th seed; its lines are its histories. */
async function runAll(seed: number, histories: number, workers: number): Promise<Total> {
	const total: Total = {
		...{ histories: 0, orders: 0, acknowledged: 0, accepted: 0, failed: 0, kills: 0, violations: 0 },
		broken: [],
	};
	const progress = setInterval(() => {
		process.stderr.write(`${total.histories} of ${histories} histories, ${total.violations} violations\n`);
	}, EVERY_MS);
	try {
		await Promise.all(
			Array.from({ length: workers }, async (_, n) => {
				const mine = Math.ceil((histories - n) / workers);
				const shared = [
					"--share",
					"--histories",
					String(mine),
					"--seed",
					String(seed + n),
					"--workers",
					String(workers),
				];
				const child = spawn(process.execPath, [import.meta.filename, ...shared], {
					stdio: ["ignore", "pipe", "inherit"],
				});
				const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
				for await (const line of createInterface({ input: child.stdout })) add(total, JSON.parse(line) as Simulated);
				const code = await ended;
				if (code !== 0) throw new Error(`a worker of the simulation ended with ${code}`);
			}),
		);
	} finally {
		clearInterval(progress);
	}
	if (total.histories !== histories) throw new Error(`only ${total.histories} of ${histories} histories were run`);
	return total;
}

function add(total: Total, one: Simulated): void {
	total.histories++;
	for (const field of ["orders", "acknowledged", "accepted", "failed", "kills"] as const) total[field] += one[field];
	total.violations += one.violations.length;
	if (one.violations.length > 0) process.stderr.write(`seed ${one.seed}: ${one.violations.join("; ")}\n`);
	if (one.violations.length > 0 && total.broken.length < SHOWN)
		total.broken.push({ seed: one.seed, violations: one.violations });
}

/** One process's part: the event loop gets a turn between two histories. */
async function runShare(first: number, histories: number, step: number): Promise<void> {
	for (let n = 0; n < histories; n++) {
		const seed = first + n * step;
		const one = await new Promise<Simulated>((resolve) => setImmediate(() => resolve(simulate(seed))));
		process.stdout.write(`${JSON.stringify(one)}\n`);
	}
}

function print(total: Total, seconds: number): void {
	const { histories, orders, accepted, failed, kills, violations } = total;
	process.stdout.write(
		`${histories} histories, ${orders} orders (${accepted} accepted, ${failed} failed), ${kills} kills, ` +
			`${violations} violations, in ${seconds} s\n`,
	);
	for (const one of total.broken) {
		process.stdout.write(`seed ${one.seed}: ${one.violations.join("; ")}\n`);
	}
	if (violations > 0)
		process.stdout.write(`see one again: npm run simulate -- --histories 1 --seed ${total.broken[0]?.seed}\n`);
}

process.exit(
	await main().catch((error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
		return 70;
	}),
);
