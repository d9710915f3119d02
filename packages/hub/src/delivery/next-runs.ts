import type { Sql } from "../storage/database.ts";

/** A message that is not settled, with what its job may be found by. */
export interface WaitingMessage {
	delivery_id: string;
	slug: string;
	order_id: string | null;
	binding_id: string | null;
}

/** A message that waits behind an earlier one of its key runs when that does, and no sooner. */
const RUNS = `SELECT job.id, job.data->>'delivery_id' AS delivery_id,
	(extract(epoch FROM greatest(job.start_after, ahead.start_after)) * 1000)::bigint AS at
	FROM waiting job LEFT JOIN pgboss.job ahead ON ahead.name = job.name AND ahead.singleton_key = job.singleton_key
	 AND ahead.policy = 'key_strict_fifo' AND ahead.state = 'retry' AND ahead.id <> job.id`;

/**
 * When each message is tried next, epoch ms, by its id; one that is being sent now, or has no job, is left out. The job of a message
 * has its id, that of an order's injection the order's; one that was sent again has an id of its own and is found by its key.
 */
export async function findNextRuns(sql: Sql, messages: readonly WaitingMessage[]): Promise<Map<string, number>> {
	if (messages.length === 0) return new Map();
	const ids = messages.map(({ delivery_id }) => delivery_id);
	const order_ids = messages.flatMap(({ order_id }) => order_id ?? []);
	const keys = messages.flatMap(({ delivery_id, order_id, binding_id, slug }) => [
		...[order_id ?? delivery_id, binding_id ?? delivery_id],
		...(order_id === null ? [] : [`${order_id}/${slug}`]),
	]);
	const rows = await sql.query<{ id: string; delivery_id: string | null; at: number }>(
		`WITH waiting AS (
		   SELECT id, name, data, singleton_key, start_after FROM pgboss.job
		    WHERE name IN ('order.to-pos', 'order.to-dsp', 'event.to-partner', 'dsp.store-event', 'pos.connection')
		      AND id = ANY($1::uuid[]) AND state < 'active'
		   UNION
		   SELECT id, name, data, singleton_key, start_after FROM pgboss.job
		    WHERE name IN ('order.to-pos', 'order.to-dsp', 'event.to-partner', 'dsp.store-event') AND singleton_key = ANY($2::text[])
		      AND data->>'delivery_id' = ANY($3::text[]) AND policy = 'key_strict_fifo' AND state < 'active' AND NOT blocked
		   UNION
		   SELECT id, name, data, singleton_key, start_after FROM pgboss.job
		    WHERE name = 'pos.connection' AND data->>'delivery_id' = ANY($3::text[]) AND state < 'active' AND NOT blocked)
		 ${RUNS}`,
		[[...ids, ...order_ids], keys, ids],
	);
	const of_job = new Map(rows.map(({ id, delivery_id, at }) => [delivery_id ?? id, at]));
	return new Map(
		messages.flatMap(({ delivery_id, order_id }) => {
			const at = of_job.get(delivery_id) ?? of_job.get(order_id ?? "");
			return at === undefined ? [] : [[delivery_id, at] as const];
		}),
	);
}
