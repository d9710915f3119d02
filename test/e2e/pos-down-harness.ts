import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Crowd, type CrowdShop, openCrowd } from "./crowd.ts";
import { until } from "./until.ts";

/** What a run was asked for. Seconds: how long the POS is down, what channels wait for a verdict, what "late" forgives. */
export interface PosDownWish {
	seconds: number;
	/** Orders a second, half of them for the POS that goes down. */
	rate: number;
	verdict_deadline_s: number;
	grace_s: number;
}

export interface PosDownFigures extends PosDownWish {
	orders: number;
	/** Without a verdict, with two different ones, or with one after deadline and grace: ought to be 0. */
	missing: number;
	contradicted: number;
	late: number;
	/** Orders of the POS that was down that failed at their channel: those whose time was over before it was back. */
	failed: number;
	/** More than one ticket in effect; tickets that hang though their channel was told no: ought to be 0. */
	doubled: number;
	left_hanging: number;
	/** From an order's POST to its verdict at the channel of the POS that stayed up, ms, before and while the other was down. */
	other_ms: { before: { p50: number; p95: number }; during: { p50: number; p95: number }; slower_percent: number };
	/** Memory of the hub's process, MB: when the POS went down, the most, and the growth per minute while it was down. */
	rss_mb: { before: number; max: number; growth_per_minute: number };
	/** From the POS's return until nothing was left to do, seconds. */
	caught_up_s: number;
}

interface Placed {
	id: string;
	shop: CrowdShop;
	at: number;
	is_during: boolean;
}

/** Offer orders to two merchants, let the POS of one go away for a while, and see what it costs whom. */
export async function runPosDown(wish: PosDownWish): Promise<PosDownFigures> {
	const crowd = await openCrowd({ hubs: 1, shops: ["down", "up"], verdict_deadline_s: wish.verdict_deadline_s });
	const [down, up] = crowd.shops as [CrowdShop, CrowdShop];
	try {
		const placed: Placed[] = [];
		const warm_up_s = Math.min(Math.max(wish.seconds / 4, 4), 60);
		// what is compiled and cached by the first orders is not what is compared
		await offer(crowd, wish.rate, warm_up_s / 2, false);
		placed.push(...(await offer(crowd, wish.rate, warm_up_s, false)));
		await down.line.cut();
		const watch = watchMemory(crowd.hubs[0]?.process.pid ?? 0);
		placed.push(...(await offer(crowd, wish.rate, wish.seconds, true)));
		await down.line.listen();
		const back_at = performance.now();
		const isQuiet = async () =>
			(
				await crowd.look(
					`SELECT 1 FROM delivery WHERE state IN ('pending', 'unconfirmed')
					 UNION ALL SELECT 1 FROM orders WHERE verdict IS NULL AND state NOT LIKE '%canceled' LIMIT 1`,
				)
			).length === 0;
		await until("nothing is left to do", isQuiet, 1000 * (wish.verdict_deadline_s + 120));
		const caught_up_s = Math.round((performance.now() - back_at) / 100) / 10;
		return { ...wish, ...judge(placed, down, up, wish), rss_mb: watch.end(), caught_up_s };
	} finally {
		await crowd.close();
	}
}

/** At this pace whatever the hub does; resolves with what was taken. */
async function offer(crowd: Crowd, rate: number, seconds: number, is_during: boolean): Promise<Placed[]> {
	const placed: Placed[] = [];
	const under_way: Promise<void>[] = [];
	const begun_at = performance.now();
	for (let n = 0; n < rate * seconds; n++) {
		const due_ms = (n * 1000) / rate - (performance.now() - begun_at);
		if (due_ms > 1) await pause(due_ms);
		const shop = crowd.shops[n % 2];
		const hub_url = crowd.hubs[0]?.url ?? "";
		if (shop === undefined) throw new Error("there is no shop");
		const id = `${shop.name}-${Math.round(begun_at)}-${n}`;
		under_way.push(
			placeOnce(shop, hub_url, id).then((at) => {
				placed.push({ id, shop, at, is_during });
			}),
		);
	}
	await Promise.all(under_way);
	return placed;
}

/** As a channel does: 503 means to come back. Resolves with when the order was sent that was taken, epoch ms. */
async function placeOnce(shop: CrowdShop, hub_url: string, id: string): Promise<number> {
	for (;;) {
		const at = Date.now();
		const status = await shop.place(hub_url, id);
		if (status === 200) return at;
		if (status !== 503) throw new Error(`the hub answered ${status}`);
		await pause(200);
	}
}

function judge(placed: readonly Placed[], down: CrowdShop, up: CrowdShop, wish: PosDownWish) {
	const limit_ms = 1000 * (wish.verdict_deadline_s + wish.grace_s);
	const verdicts = new Map([down, up].map((shop) => [shop, verdictsAt(shop)]));
	const tickets = ticketsAt(down);
	const figures = {
		orders: placed.length,
		missing: 0,
		contradicted: 0,
		late: 0,
		failed: 0,
		doubled: 0,
		left_hanging: 0,
	};
	const times: { before: number[]; during: number[] } = { before: [], during: [] };
	for (const { id, shop, at, is_during } of placed) {
		const heard = verdicts.get(shop)?.get(id) ?? [];
		const [first] = heard;
		if (first === undefined) {
			figures.missing++;
			continue;
		}
		const has_failed = first.op === "location.order.fail";
		if (new Set(heard.map(({ bytes_sha256 }) => bytes_sha256)).size > 1) figures.contradicted++;
		if (first.wall - at > limit_ms) figures.late++;
		if (shop === up) times[is_during ? "during" : "before"].push(first.wall - at);
		if (has_failed) figures.failed++;
		const { effects, is_canceled } = tickets.get(id) ?? { effects: 0, is_canceled: false };
		if (effects > 1) figures.doubled++;
		if (has_failed && effects > 0 && !is_canceled) figures.left_hanging++;
	}
	const [before, during] = [spread(times.before), spread(times.during)];
	const slower_percent = Math.round((during.p50 / before.p50 - 1) * 1000) / 10;
	return { ...figures, other_ms: { before, during, slower_percent } };
}

/** What is read of a line of a history (examples/history). */
interface Line {
	/** epoch ms */
	wall: number;
	op: string;
	/** the DSP's id */
	order: string | null;
	kind: string;
	bytes_sha256: string;
	effect: boolean;
}

function verdictsAt(shop: CrowdShop): Map<string, Line[]> {
	const isVerdict = ({ op, kind }: Line) => kind === "invoke" && /^location\.order\.(accept|fail)$/.test(op);
	return Map.groupBy(linesOf(shop.dsp_history).filter(isVerdict), ({ order }) => order ?? "");
}

/** What took effect at a POS, by the DSP's id. */
function ticketsAt(shop: CrowdShop): Map<string, { effects: number; is_canceled: boolean }> {
	const effects = linesOf(shop.pos_history).filter(({ effect }) => effect);
	const of = (wanted: string) => effects.filter(({ op }) => op === wanted);
	const canceled = new Set(of("order.canceled").map(({ order }) => order));
	const created = Map.groupBy(of("order.created"), ({ order }) => order ?? "");
	return new Map([...created].map(([id, all]) => [id, { effects: all.length, is_canceled: canceled.has(id) }]));
}

function linesOf(file: string): Line[] {
	const lines = readFileSync(file, "utf8").split("\n");
	return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

function spread(times: readonly number[]): { p50: number; p95: number } {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
	return { p50: at(0.5), p95: at(0.95) };
}

/** The resident memory of a process, looked at every second. */
function watchMemory(pid: number): { end(): PosDownFigures["rss_mb"] } {
	const seen: number[] = [];
	const look = () => {
		const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
		seen.push(Math.round(Number(kb) / 1024));
	};
	look();
	const timer = setInterval(look, 1000);
	return {
		end() {
			clearInterval(timer);
			// the middle of the run against its end: what a process grows by at first is not what it grows by
			const middle = Math.floor(seen.length / 2);
			const growth = ((seen.at(-1) ?? 0) - (seen[middle] ?? 0)) / Math.max((seen.length - middle) / 60, 1 / 60);
			return { before: seen[0] ?? 0, max: Math.max(...seen), growth_per_minute: Math.round(growth * 10) / 10 };
		},
	};
}

/** Whether the run shows what is promised: nobody without a verdict in time, and all caught up within a minute. */
export function isPromiseKept(figures: PosDownFigures): boolean {
	const { missing, contradicted, late, doubled, left_hanging, caught_up_s } = figures;
	return missing + contradicted + late + doubled + left_hanging === 0 && caught_up_s <= 60;
}

if (import.meta.main) {
	const text = { type: "string" } as const;
	const { values } = parseArgs({
		options: { seconds: text, rate: text, "verdict-deadline-s": text, "grace-s": text, json: { type: "boolean" } },
	});
	const figures = await runPosDown({
		seconds: Number(values.seconds ?? 600),
		rate: Number(values.rate ?? 20),
		verdict_deadline_s: Number(values["verdict-deadline-s"] ?? 150),
		grace_s: Number(values["grace-s"] ?? 2),
	});
	process.stdout.write(`${JSON.stringify(figures, undefined, values.json ? undefined : 2)}\n`);
	process.exitCode = isPromiseKept(figures) && figures.other_ms.slower_percent <= 10 ? 0 : 1;
}
