import { parseArgs } from "node:util";
import { type Crowd, openCrowd } from "./crowd.ts";
import { until } from "./until.ts";

/** What a storm was asked for, and what came of it: `requests_per_round` ought to be 1 in every round. */
export interface StormFigures {
	callers: number;
	processes: number;
	rounds: number;
	/** Requests to the POS's token endpoint in a round: the least and the most. */
	requests_per_round: { min: number; max: number };
	/** Requests in a round that came with the old token: how many callers really met. */
	met: { min: number; max: number };
	/** Orders of all rounds, and those of them that the POS did not take exactly once. */
	orders: number;
	astray: number;
	elapsed_ms: number;
}

const TOKEN = "/stream-pos/v1/token";
const ORDERS = "/stream-pos/v1/orders";
/** So long no further caller comes: those that are there are all. */
const QUIET_MS = 1500;

/**
 * In each round the POS's token is over, and `callers` orders in `processes` hubs find that out in the same moment: the
 * POS keeps them waiting until all of them are there, and refuses all at once. Whatever then asks for a token is counted.
 */
export async function runStorm(wanted: { callers: number; processes: number; rounds: number }): Promise<StormFigures> {
	const begun_at = performance.now();
	const crowd = await openCrowd({ hubs: wanted.processes, shops: ["storm"], verdict_deadline_s: 600 });
	try {
		const rounds: { requests: number; met: number }[] = [];
		for (let round = 0; round < wanted.rounds; round++) rounds.push(await runRound(crowd, round, wanted.callers));
		const accepted = await crowd.look<{ count: number }>(
			"SELECT count(*)::int AS count FROM orders WHERE injection = 'accepted' AND verdict = 'accepted'",
		);
		const orders = wanted.callers * wanted.rounds;
		const spread = (of: "requests" | "met") => {
			const all = rounds.map((round) => round[of]);
			return { min: Math.min(...all), max: Math.max(...all) };
		};
		return {
			...wanted,
			...{ requests_per_round: spread("requests"), met: spread("met") },
			...{ orders, astray: orders - (accepted[0]?.count ?? 0), elapsed_ms: Math.round(performance.now() - begun_at) },
		};
	} finally {
		await crowd.close();
	}
}

async function runRound(crowd: Crowd, round: number, callers: number) {
	const [shop] = crowd.shops;
	if (shop === undefined) throw new Error("there is no shop");
	const { line } = shop;
	const before = line.to(TOKEN).length;
	const ids = Array.from({ length: callers }, (_, n) => `round-${round}-${n}`);
	const waiting: (() => void)[] = [];
	let last_came_at = performance.now();
	let isOver = false;
	const old = new Set<string>();
	for (const id of ids)
		line.fail(id, async (call) => {
			const token = call.headers.authorization ?? "";
			if (!isOver) {
				old.add(token);
				last_came_at = performance.now();
				await new Promise<void>((resolve) => waiting.push(resolve));
			}
			if (old.has(token)) return call.answer(401, { status: 401, message: "expired" });
			const { status, body } = await call.pass();
			call.answer(status, body);
		});
	const placed = Promise.all(
		ids.map(async (id, n) => {
			const hub = crowd.hubs[n % crowd.hubs.length];
			const place = () => shop.place(hub?.url ?? "", id);
			// a busy hub says 503, and a channel comes back
			await until(`${id} is taken`, async () => (await place()) === 200);
		}),
	);
	await until(
		"the callers have met",
		() => waiting.length === callers || (waiting.length > 0 && performance.now() - last_came_at > QUIET_MS),
		120_000,
	);
	isOver = true;
	const met = waiting.length;
	for (const release of waiting) release();
	await placed;
	const accepted =
		"SELECT count(*)::int AS count FROM orders WHERE dsp_order_id = ANY($1::text[]) AND verdict = 'accepted'";
	await until(
		"the round is over",
		async () => (await crowd.look<{ count: number }>(accepted, [ids]))[0]?.count === callers,
		300_000,
	);
	const requests = line.to(TOKEN).length - before;
	// what was said is counted; keeping it would fill the memory of a long run
	line.drop(ORDERS);
	return { requests, met };
}

/** Whether exactly one token request was made in each round, and no order went astray. */
export function isCalm({ requests_per_round: { min, max }, astray }: StormFigures): boolean {
	return min === 1 && max === 1 && astray === 0;
}

if (import.meta.main) {
	const text = { type: "string" } as const;
	const { values } = parseArgs({ options: { callers: text, processes: text, rounds: text } });
	const wanted = { callers: 256, processes: 4, rounds: 200 };
	for (const name of ["callers", "processes", "rounds"] as const) if (values[name]) wanted[name] = Number(values[name]);
	const figures = await runStorm(wanted);
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	process.exitCode = isCalm(figures) ? 0 : 1;
}
