import type { Clock } from "../../base/clock.ts";
import { oldestIdOf } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import { DEFAULT_SETTINGS, type Provider } from "../../clients/provider.ts";
import type { Queue, Tx } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { listOpenOrders, type OpenOrder } from "../../storage/tables/order.ts";
import { listOrgIds } from "../../storage/tables/org.ts";
import { deadlineJob } from "./answers.ts";

/** An order of a moment ago is on its way: its job may be committed a little after its row where they lie on two servers. */
const YOUNG_MS = 5_000;
/** An order whose job lives has its end by its deadline; a slow database gets a little longer. */
const GRACE_MS = 20_000;
const PAGE = 1_000;

/**
 * Find the orders that no job works on any more, tenant by tenant, and give each its job again (distributed.md rule 2): with
 * rows and jobs in one commit there are none, but a coordinator may be restored from a backup, or a standby be behind. An
 * order whose deadline is over, and one that waits for a word which will not come, gets its deadline job, which tells the
 * channel that it failed. Looks at the orders of the last `window_ms`, a tenant's own key range only; returns how many it
 * found. Doing it too often, or in two hubs at once, does no harm: a job that lives is not sent twice.
 */
export function createSweep(deps: {
	db: Sql;
	queue: Queue;
	clock: Clock;
	log: Log;
	getProvider: (slug: string) => Promise<Provider | undefined>;
}): (window_ms: number) => Promise<number> {
	const { db, queue, clock, log } = deps;

	return async (window_ms) => {
		let count = 0;
		for (const org_id of await listOrgIds(db)) {
			let after = oldestIdOf(clock.now() - window_ms);
			for (let page: OpenOrder[] = []; after !== ""; after = nextPage(page)) {
				page = await listOpenOrders(db, org_id, { after, before: clock.now() - YOUNG_MS, limit: PAGE });
				count += await helpAll(page);
			}
		}
		return count;
	};

	async function helpAll(orders: readonly OpenOrder[]): Promise<number> {
		if (orders.length === 0) return 0;
		const ids = orders.map(({ order_id }) => order_id);
		const [at_work, guarded] = await Promise.all([
			queue.living("order.to-pos", ids),
			queue.living("order.deadline", ids.map(guardId)),
		]);
		const left_alone = orders.filter((order) => {
			const isGuarded = guarded.has(guardId(order.order_id));
			if (isOverdue(order)) return !isGuarded;
			// its deadline job has an id of its own
			if (order.injection === "pending_acceptance") return false;
			return !isGuarded && !at_work.has(order.order_id);
		});
		const held_for = new Map<string, number>();
		for (const { slug, state } of left_alone)
			if (state === "scheduled") held_for.set(slug, deadlineOf(await deps.getProvider(slug)));
		if (left_alone.length > 0)
			await queue.transaction(async (tx) => {
				for (const order of left_alone) help(tx, order, held_for.get(order.slug) ?? 0);
			});
		for (const { org_id, order_id, injection } of left_alone)
			log.warn("order.left_alone", { org_id, order_id, state: injection });
		return left_alone.length;
	}

	function help(tx: Tx, order: OpenOrder, verdict_deadline_s: number): void {
		const { org_id, order_id, delivery_state } = order;
		if (isOverdue(order) || delivery_state === "parked") {
			const { queue: name, data, ...options } = deadlineJob(order);
			const start_after = Math.max(clock.now(), order.deadline_at);
			tx.send(name, data, { ...options, start_after });
			return;
		}
		const due_at = order.deadline_at - verdict_deadline_s * 1000;
		const [held, start] = order.state === "scheduled" ? [{ due_at }, { start_after: due_at }] : [{}, {}];
		tx.send("order.to-pos", { org_id, order_id, ...held }, { ...start, key: order_id, id: order_id });
	}

	function isOverdue({ deadline_at }: OpenOrder): boolean {
		return deadline_at < clock.now() - GRACE_MS;
	}
}

function deadlineOf(provider: Provider | undefined): number {
	return (provider?.settings ?? DEFAULT_SETTINGS).verdict_deadline_s;
}

function guardId(order_id: string): string {
	return deadlineJob({ org_id: "", order_id, deadline_at: 0 }).id ?? "";
}

function nextPage(page: readonly OpenOrder[]): string {
	return page.length < PAGE ? "" : (page.at(-1)?.order_id ?? "");
}
