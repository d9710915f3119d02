import type { Sql } from "../database.ts";

/** Something that happened to an order, as the live news need it. `at` epoch ms. */
export interface NewsRow {
	org_id: string;
	order_id: string;
	event_id: string;
	type: string;
	at: number;
}

/** What happened since an id, oldest first, of every tenant or of one. */
export async function listNews(sql: Sql, org_id: string | null, after: string, limit: number): Promise<NewsRow[]> {
	return sql.query<NewsRow>(
		`SELECT org_id, order_id, event_id, type, at FROM order_event /* cross-tenant: one look for every browser of this process */
		  WHERE event_id > $2 AND ($1::uuid IS NULL OR org_id = $1) ORDER BY event_id LIMIT $3`,
		[org_id, after, limit],
		"list-news",
	);
}
