import { parseArgs } from "node:util";
import { type Fleet, openFleet } from "./fleet.ts";

/** What came of a run: all but `restarts`, `orders` and the times ought to be 0. */
export interface SigtermFigures {
	restarts: number;
	orders: number;
	/** Acknowledged and without a verdict; more than one ticket at the POS. */
	lost: number;
	doubled: number;
	/** Good orders whose DSP heard that they failed. */
	failed: number;
	/** Answers that are neither 2xx nor 503 with Retry-After, and requests that broke in the middle. */
	dishonest: number;
	broken: number;
	/** 503 with Retry-After, and times when no hub was there. */
	refused: number;
	shut: number;
	/** From SIGTERM to the end of the process. */
	stop_ms: { p50: number; max: number };
}

/**
 * Offer orders and, when a third of them is taken, stop one hub by SIGTERM and start it again when it has gone; the rest is
 * offered meanwhile. Resolves with the ids when all orders are taken and the hub is ready.
 */
export async function rollingRestart(
	fleet: Pick<Fleet, "hubs" | "door" | "offer">,
	hub: number,
	{ orders, at_once }: { orders: number; at_once: number },
	onStopped: (ms: number) => void = () => {},
): Promise<string[]> {
	const target = fleet.hubs[hub];
	if (target === undefined) throw new Error(`there is no hub ${hub}`);
	let taken = 0;
	const asked = new Promise<void>((resolve) => {
		fleet.door.onAnswer = ({ status }) => {
			if (status === 200 && ++taken >= orders / 3) resolve();
		};
	});
	const restarted = asked.then(async () => {
		const started = performance.now();
		const exit_code = await target.process.terminate();
		onStopped(performance.now() - started);
		if (exit_code !== 143) throw new Error(`the hub ended with ${exit_code}: ${target.process.said()}`);
		await target.restart();
	});
	const [ids] = await Promise.all([fleet.offer(orders, at_once), restarted]);
	fleet.door.onAnswer = undefined;
	return ids;
}

/** Restart the hubs of a pair in turn, again and again, under load. */
export async function runSigterms(times: number, orders: number): Promise<SigtermFigures> {
	const fleet = await openFleet({ size: 2, settings: ["delivery_contract=dedupes_by_order_id"] });
	try {
		const stops: number[] = [];
		const sum = { orders: 0, lost: 0, doubled: 0, failed: 0 };
		for (let n = 0; n < times; n++) {
			const ids = await rollingRestart(fleet, n % 2, { orders, at_once: 16 }, (ms) => stops.push(ms));
			await Promise.all(ids.map((id) => fleet.dsp.waitForVerdict(id, 120_000).catch(() => undefined)));
			await fleet.settle();
			// judged now: the reference POS keeps its latest 2,000 tickets
			const { lost, doubled, failed } = orderFigures(fleet, ids);
			sum.orders += ids.length;
			sum.lost += lost;
			sum.doubled += doubled;
			sum.failed += failed;
		}
		stops.sort((a, b) => a - b);
		const { answers, broken, shut } = fleet.door;
		const isHonest = ({ status, retry_after }: (typeof answers)[number]) =>
			status === 200 || (status === 503 && /^[1-9]\d*$/.test(retry_after ?? ""));
		return {
			...{ restarts: stops.length, broken, shut },
			...sum,
			dishonest: answers.filter((answer) => !isHonest(answer)).length,
			refused: answers.filter(({ status }) => status === 503).length,
			stop_ms: { p50: Math.round(stops[stops.length >> 1] ?? 0), max: Math.round(stops.at(-1) ?? 0) },
		};
	} finally {
		await fleet.close();
	}
}

/** What became of acknowledged orders. */
export function orderFigures(
	fleet: Pick<Fleet, "ticketsFor" | "verdictsOn">,
	ids: readonly string[],
): { lost: number; doubled: number; failed: number } {
	const hasFailed = (id: string) => fleet.verdictsOn(id).some(({ type }) => type === "location.order.fail");
	return {
		lost: ids.filter((id) => fleet.verdictsOn(id).length === 0 || (fleet.ticketsFor(id).length === 0 && !hasFailed(id)))
			.length,
		doubled: ids.filter((id) => fleet.ticketsFor(id).length > 1).length,
		failed: ids.filter(hasFailed).length,
	};
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { times: { type: "string" }, orders: { type: "string" } } });
	const figures = await runSigterms(Number(values.times ?? 20), Number(values.orders ?? 200));
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	const { lost, doubled, failed, dishonest } = figures;
	process.exitCode = lost + doubled + failed + dishonest === 0 ? 0 : 1;
}
