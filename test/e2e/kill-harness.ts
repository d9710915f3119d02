import { parseArgs } from "node:util";
import { randomFrom } from "./hostile.ts";
import { type KillTown, MOMENTS, type Moment, openKillTown } from "./kill-town.ts";
import { until } from "./until.ts";

/** What a run is asked for, and what came of it: numbers of orders, all but `orders` and `kills` ought to be 0. */
export interface KillFigures {
	seed: number;
	orders: number;
	kills: number;
	lost: number;
	doubled: number;
	verdicts_missing: number;
	contradicted: number;
	failed: number;
	changed: number;
	phantom: number;
	/** Orders that the POS was sent more than once: how often a kill really hit one on its way. */
	resent: number;
	/** From `kill -9` to the next order event that reached the POS or the DSP. */
	recovery_ms: { p50: number; max: number };
}

const AT_ONCE = 24;
const TEXT = { type: "string" } as const;

/**
 * Offer orders while `kill -9` ends the hub again and again, each time at a moment that the seed chooses: when the n-th
 * order was acknowledged, reached the POS, was answered by it, and so on. The hub is started again on its data at once;
 * the DSP repeats what was not acknowledged. Ends when every order has its verdict.
 */
export async function runKills(
	town: KillTown,
	{ orders, kills, seed }: { orders: number; kills: number; seed: number },
): Promise<KillFigures> {
	const random = randomFrom(seed);
	const recoveries: number[] = [];
	const batch = Math.floor(orders / (kills + 1));
	for (let kill = 0; kill < kills; kill++) {
		const moment = MOMENTS[Math.floor(random() * MOMENTS.length)] ?? "acknowledged";
		const struck = strike(town, moment, 1 + Math.floor(random() * batch * 0.8));
		const [recovery] = await Promise.all([struck, town.offer(batch, AT_ONCE)]);
		recoveries.push(recovery);
	}
	await town.offer(orders - kills * batch, AT_ONCE);
	await town.settle();
	return { seed, kills: recoveries.length, ...countsOf(town), recovery_ms: spread(recoveries) };
}

/** How many orders of a town each finding is about. */
export function countsOf(town: KillTown): Omit<KillFigures, "seed" | "kills" | "recovery_ms"> {
	const counts = Object.entries(town.findings()).map(([name, ids]) => [name, ids.length]);
	return { orders: town.offered.length, ...Object.fromEntries(counts) };
}

/** Whether a run found no fault. A POS that does not dedupe costs the orders that may have reached it: they are failed in time. */
function isSpotless(figures: KillFigures, may_fail: boolean): boolean {
	const { lost, doubled, verdicts_missing, contradicted, failed, changed, phantom } = figures;
	return lost + doubled + verdicts_missing + contradicted + changed + phantom + (may_fail ? 0 : failed) === 0;
}

/** Kill the hub when `moment` comes for the n-th time, start it again, and resolve with the time of its recovery. */
async function strike(town: KillTown, moment: Moment, n: number): Promise<number> {
	const struck_at = await new Promise<number>((resolve) => {
		let seen = 0;
		town.onMoment = (one) => {
			if (one !== moment || ++seen !== n) return;
			town.hub.kill();
			resolve(performance.now());
		};
	});
	let recovered_at: number | undefined;
	await town.hub.gone;
	const restarted = town.restart();
	town.onMoment = (one) => {
		if (one === "at_the_pos" || one === "at_the_dsp") recovered_at ??= performance.now();
	};
	await restarted;
	return (await until("an order goes on after the kill", () => recovered_at, 60_000)) - struck_at;
}

function spread(times: readonly number[]): { p50: number; max: number } {
	const sorted = [...times].sort((a, b) => a - b).map(Math.round);
	return { p50: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** The settings for a POS that must never be sent an order twice, and a DSP that wants to know soon. */
const AT_MOST_ONCE = { settings: ["delivery_contract=at_most_once"], dsp_settings: ["verdict_deadline_s=8"] };

if (import.meta.main) {
	const options = { orders: TEXT, kills: TEXT, seed: TEXT, "at-most-once": { type: "boolean" } } as const;
	const { values } = parseArgs({ options });
	const at_most_once = values["at-most-once"] ?? false;
	const wanted = { orders: 200, kills: 3, seed: Date.now() % 1_000_000 };
	for (const name of ["orders", "kills", "seed"] as const) if (values[name]) wanted[name] = Number(values[name]);
	const town = await openKillTown(at_most_once ? AT_MOST_ONCE : {});
	const figures = await runKills(town, wanted).finally(() => town.close());
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	process.exitCode = isSpotless(figures, at_most_once) ? 0 : 1;
}
