import { createHash } from "node:crypto";
import type { Sql, Transaction } from "../storage/database.ts";

/** What pg-boss asks of a connection. */
export interface BossDatabase {
	executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** pg-boss on a connection, or on the pool, of ours. */
export function bossDatabase(sql: Sql): BossDatabase {
	return {
		async executeSql(text, values) {
			return { rows: await sql.query<Record<string, unknown>>(text, values) };
		},
	};
}

/**
 * Let pg-boss send one statement in this transaction; resolves when it is on its way, without a wait for the server. The
 * statements that come here are few, long and the same every time, so they are prepared once per connection.
 */
export function sendAlong(
	tx: Transaction,
	call: (options: { db: BossDatabase }) => Promise<unknown>,
	named: Map<string, string>,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const db: BossDatabase = {
			async executeSql(text, values) {
				const rows = tx.query<Record<string, unknown>>(text, values, nameOf(text, named));
				resolve();
				return { rows: await rows };
			},
		};
		const done = call({ db });
		tx.also(done);
		done.then(() => resolve(), reject);
	});
}

function nameOf(text: string, named: Map<string, string>): string {
	const known = named.get(text);
	if (known !== undefined) return known;
	const name = `boss-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
	named.set(text, name);
	return name;
}
