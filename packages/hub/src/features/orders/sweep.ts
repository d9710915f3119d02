import type { Clock } from "../../base/clock.ts";
import { oldestIdOf } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Queue } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { listOverdueOrders } from "../../storage/tables/order.ts";
import { listOrgIds } from "../../storage/tables/org.ts";
import { deadlineJob } from "./answers.ts";

/** An order whose job lives has its end by its deadline; a slow database gets a little longer. */
const GRACE_MS = 5 * 60_000;
/** How far back a sweep looks. */
const WINDOW_MS = 8 * 86_400_000;

/**
 * Find the orders that no job works on any more, tenant by tenant, and give each its deadline job, which tells the channel
 * that it failed (distributed.md rule 2). With rows and jobs in one commit there are none, but a coordinator may be restored
 * from a backup. Orders of the last 8 days are looked at, a tenant's own key range only. Returns how many were found.
 */
export function createSweep(deps: { db: Sql; queue: Queue; clock: Clock; log: Log }): () => Promise<number> {
	const { db, queue, clock, log } = deps;
	return async () => {
		let count = 0;
		for (const org_id of await listOrgIds(db)) {
			const now = clock.now();
			const overdue = await listOverdueOrders(db, org_id, oldestIdOf(now - WINDOW_MS), now - GRACE_MS);
			if (overdue.length === 0) continue;
			await queue.transaction(async (tx) => {
				for (const order of overdue) {
					const { queue: name, data, id } = deadlineJob(order);
					tx.send(name, data, { ...(id === undefined ? {} : { id }), start_after: now });
				}
			});
			for (const { order_id } of overdue) log.warn("order.overdue", { org_id, order_id });
			count += overdue.length;
		}
		return count;
	};
}
