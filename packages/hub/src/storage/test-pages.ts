import type { Database } from "./database.ts";

/**
 * How many pages of a schema's tables (`relname`: a pattern) and their indexes are looked at by what happens meanwhile: on the
 * connection that looks have, or on the one that was used last.
 */
export async function pagesOf(
	db: Database,
	{ schemaname, relname, is_look }: { schemaname: string; relname: string; is_look: boolean },
	work: () => Promise<unknown>,
): Promise<number> {
	const seen = async (): Promise<number> => {
		// whoever looked tells what it has seen when it is asked to
		await (is_look ? db.look : db.query)("SELECT pg_stat_force_next_flush()");
		const [row] = await db.query<{ pages: number }>(
			`SELECT (sum(heap_blks_hit + heap_blks_read) + sum(idx_blks_hit + idx_blks_read))::float8 AS pages
			   FROM pg_statio_all_tables WHERE schemaname = $1 AND relname LIKE $2`,
			[schemaname, relname],
		);
		return row?.pages ?? 0;
	};
	const before = await seen();
	await work();
	return (await seen()) - before;
}
