import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { catalogFloor, catalogText, ingest } from "./catalog.ts";
import type { Course } from "./course.ts";
import { largeCatalog } from "./large-catalog.ts";
import { closedLoop, createSender, offer, orderText } from "./orders.ts";
import { median, percentile, type Result } from "./results.ts";

interface Options {
	seconds: number;
	rounds: number;
}
interface Case {
	text: string;
	run: (course: Course, options: Options) => Promise<Result[]>;
}

const CONCURRENCY = 64;
const OFFERED = 200;
const OBJECTS = 10_000;

/** The cases by name; each returns its figures. */
export const CASES = {
	"orders-offered": {
		text: `${OFFERED} orders/s offered: lost, doubled, and ms from the DSP's POST to the POS's receipt`,
		run: ordersOffered,
	},
	"orders-closed": {
		text: `${CONCURRENCY} orders under way at a time: orders/s from the DSP's POST to its verdict, against the floor`,
		run: ordersClosed,
	},
	catalog: {
		text: `a catalog of ${OBJECTS} objects: first sync and unchanged re-sync, against the floor`,
		run: catalog,
	},
	"catalog-50k": {
		text: "50,000 objects: ms, the hub's CPU, its loop and memory: first sync, the same again, 1 % changed, menus out",
		run: largeCatalog,
	},
	memory: { text: "the hub process's memory after everything before", run: memory },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof CASES;

export function isCase(name: string): name is CaseName {
	return name in CASES;
}

async function ordersOffered(course: Course, { seconds, rounds }: Options): Promise<Result[]> {
	const sender = createSender(course.hub, course.orderables);
	const runs: Awaited<ReturnType<typeof offer>>[] = [];
	await offer(course.far, sender.send, { per_second: OFFERED, seconds: 2, prefix: `warm-${Date.now()}` });
	for (let round = 0; round < rounds; round++)
		runs.push(
			await offer(course.far, sender.send, { per_second: OFFERED, seconds, prefix: `offered-${Date.now()}-${round}` }),
		);
	await sender.close();
	const sum = (name: "lost" | "doubled" | "failed") => runs.reduce((total, run) => total + run[name], 0);
	const figure = (metric: string, value: number, unit: string): Result => ({
		case: "orders-offered",
		variant: `${OFFERED}/s`,
		metric,
		value,
		unit,
		ratio_to_floor: null,
		rounds,
	});
	return [
		figure("orders", OFFERED * seconds * rounds, "orders"),
		figure("lost", sum("lost"), "orders"),
		figure("doubled", sum("doubled"), "orders"),
		figure("not_accepted", sum("failed"), "orders"),
		figure("post_to_pos_p50", median(runs.map((run) => percentile(run.latencies, 0.5))), "ms"),
		figure("post_to_pos_p99", median(runs.map((run) => percentile(run.latencies, 0.99))), "ms"),
	];
}

async function ordersClosed(course: Course, { seconds, rounds }: Options): Promise<Result[]> {
	const { far, hub } = course;
	const sender = createSender(hub, course.orderables);
	const orderable = course.orderables[0];
	if (orderable === undefined) throw new Error("nothing can be ordered");
	const body = orderText(orderable, "floor");
	const floorRun = async () => {
		const script = new URL("./orders-floor.ts", import.meta.url).pathname;
		return Number(
			(
				await promisify(execFile)(process.execPath, [
					script,
					course.floor_url,
					far.url,
					String(seconds),
					String(CONCURRENCY),
					body,
				])
			).stdout,
		);
	};
	await closedLoop(far, sender.send, { concurrency: CONCURRENCY, seconds: 2, prefix: `warm-${Date.now()}` });
	const hubs: number[] = [];
	const floors: number[] = [];
	for (let round = 0; round < rounds; round++) {
		floors.push(await floorRun());
		hubs.push(
			await closedLoop(far, sender.send, {
				concurrency: CONCURRENCY,
				seconds,
				prefix: `closed-${Date.now()}-${round}`,
			}),
		);
	}
	await sender.close();
	const ratio = median(hubs.map((value, round) => value / (floors[round] ?? Number.NaN)));
	const common = { case: "orders-closed", metric: "orders_per_second", unit: "orders/s", rounds };
	return [
		{ ...common, variant: "hub", value: median(hubs), ratio_to_floor: ratio },
		{ ...common, variant: "floor", value: median(floors), ratio_to_floor: 1 },
	];
}

async function catalog(course: Course, { rounds }: Options): Promise<Result[]> {
	const first: number[] = [];
	const unchanged: number[] = [];
	const floors: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const location = course.nextLocation();
		course.far.catalogs.set(location, catalogText(OBJECTS, 100 + round));
		const floor = await catalogFloor(course.floor, course.far, location);
		const hub_first = (await ingest(course.hub, location)).ms;
		const hub_again = (await ingest(course.hub, location)).ms;
		// the first round warms both sides
		if (round === 0) continue;
		floors.push(floor);
		first.push(hub_first);
		unchanged.push(hub_again);
	}
	const common = { case: "catalog", unit: "ms", rounds };
	const ratioTo = (values: number[], base: number[]) =>
		median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
	return [
		{ ...common, variant: "hub", metric: "first_sync", value: median(first), ratio_to_floor: ratioTo(first, floors) },
		{
			...common,
			variant: "hub",
			metric: "unchanged_sync",
			value: median(unchanged),
			ratio_to_floor: ratioTo(unchanged, floors),
		},
		{
			...common,
			variant: "hub",
			metric: "unchanged_to_first",
			value: ratioTo(unchanged, first),
			unit: "ratio",
			ratio_to_floor: null,
		},
		{ ...common, variant: "floor", metric: "first_sync", value: median(floors), ratio_to_floor: 1 },
	];
}

async function memory(course: Course): Promise<Result[]> {
	const { peak, now } = course.hub.memory();
	const common = { case: "memory", variant: "hub", unit: "MB", ratio_to_floor: null, rounds: 1 };
	return [
		{ ...common, metric: "resident_now", value: now },
		{ ...common, metric: "resident_peak", value: peak },
	];
}
