import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openFleet, roomyFolder } from "./fleet.ts";
import { startReplicas } from "./replicas.ts";
import { orderFigures } from "./sigterm-harness.ts";
import { until } from "./until.ts";

/** What came of a run; `lost`, `doubled`, `failed` and `dishonest` ought to be 0. */
export interface FailoverFigures {
	promotions: number;
	orders: number;
	lost: number;
	doubled: number;
	failed: number;
	/** Answers of a hub that are neither 2xx nor 503 with Retry-After. */
	dishonest: number;
	/** From the kill of the primary to the first order that is acknowledged after it. */
	first_commit_ms: { p50: number; max: number };
}

/**
 * Two hubs on a primary with a synchronous standby, under load: kill the primary, promote the standby, make a new standby from
 * a fresh base backup, again and again.
 */
export async function runFailovers(promotions: number, at_once = 8): Promise<FailoverFigures> {
	const root = mkdtempSync(path.join(roomyFolder(), "ticketrail-replicas-"));
	const replicas = await startReplicas(root);
	const closers = [() => replicas.close()];
	try {
		const fleet = await openFleet({
			size: 2,
			settings: ["delivery_contract=dedupes_by_order_id"],
			database: { url: replicas.url },
		});
		closers.unshift(() => fleet.close());
		const { door } = fleet;
		const ids: string[] = [];
		const first_commits: number[] = [];
		let isOver = false;
		const customer = async () => {
			while (!isOver) ids.push(...(await fleet.offer(1, 1)));
		};
		const customers = Array.from({ length: at_once }, customer);
		for (let n = 0; n < promotions; n++) {
			const enough = ids.length + 40;
			await until("orders flow", () => ids.length >= enough, 120_000);
			const { killed_at } = await replicas.failOver();
			const since = door.answers.length;
			let first: number | undefined;
			door.onAnswer = ({ status, ms }) => {
				// asked for after the kill, so that it is not one whose answer was only late
				if (status === 200 && performance.now() - ms > killed_at) first ??= performance.now() - killed_at;
			};
			first_commits.push(await until(`an order is taken again, answers so far ${since}`, () => first, 120_000));
			door.onAnswer = undefined;
			await replicas.rejoin();
		}
		isOver = true;
		await Promise.all(customers);
		await Promise.all(ids.map((id) => fleet.dsp.waitForVerdict(id, 120_000).catch(() => undefined)));
		await fleet.settle();
		const isHonest = ({ status, retry_after }: (typeof door.answers)[number]) =>
			status === 200 || (status === 503 && /^[1-9]\d*$/.test(retry_after ?? ""));
		first_commits.sort((a, b) => a - b);
		return {
			...{ promotions, orders: ids.length },
			...orderFigures(fleet, ids),
			dishonest: door.answers.filter((answer) => !isHonest(answer)).length,
			first_commit_ms: {
				p50: Math.round(first_commits[first_commits.length >> 1] ?? 0),
				max: Math.round(first_commits.at(-1) ?? 0),
			},
		};
	} finally {
		for (const close of closers) await close();
		rmSync(root, { recursive: true, force: true });
	}
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { promotions: { type: "string" } } });
	const figures = await runFailovers(Number(values.promotions ?? 10));
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	const { lost, doubled, failed, dishonest } = figures;
	process.exitCode = lost + doubled + failed + dishonest === 0 ? 0 : 1;
}
