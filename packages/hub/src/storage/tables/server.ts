import type { Sql } from "../database.ts";

/** The server's version, such as `18.4`. */
export async function serverVersion(sql: Sql): Promise<string> {
	const rows = await sql.query<{ value: string }>("SELECT current_setting('server_version') AS value");
	return rows[0]?.value ?? "";
}

/** The server's clock, epoch ms. */
export async function serverTime(sql: Sql): Promise<number> {
	const rows = await sql.query<{ value: number }>(
		"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS value",
	);
	return rows[0]?.value ?? Number.NaN;
}

/** Write something and take it away again: whether this database can be written to. */
export async function writeAndForget(sql: Sql): Promise<void> {
	await sql.query("CREATE TEMPORARY TABLE write_test AS SELECT 1 AS value");
	await sql.query("DROP TABLE write_test");
}
