import type { Town } from "./town.ts";

/** One table: how many rows, and a digest of everything in them. */
export interface TableState {
	rows: number;
	digest: string;
}

/** What is written of every request, whatever comes of it: that somebody asked, and how an exchange of a code ended. */
const RECORDS = ["request_log", "oauth_exchange"];

/** Every table that belongs to a tenant, as it is now, but for the records of who asked for what. */
export async function readLedger(town: Pick<Town, "look">): Promise<Record<string, TableState>> {
	const tables = await town.look<{ table_name: string }>(
		`SELECT table_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name IN ('org_id', 'partner_id') GROUP BY table_name ORDER BY table_name`,
	);
	const states: [string, TableState][] = [];
	for (const { table_name } of tables) {
		if (RECORDS.includes(table_name)) continue;
		const [state] = await town.look<TableState>(
			`SELECT count(*) AS rows, coalesce(md5(string_agg(md5(one::text), '' ORDER BY md5(one::text))), '') AS digest
			FROM ${table_name} AS one`,
		);
		if (state !== undefined) states.push([table_name, state]);
	}
	return Object.fromEntries(states);
}
