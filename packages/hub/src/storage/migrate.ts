import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../base/error.ts";
import type { Database, Sql } from "./database.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { codeOf } from "./postgres-failure.ts";

/**
 * Bring the database to the schema of this code: every missing migration in order, each in a transaction of its own.
 * Several hubs may do so at once: the first statement of a migration claims its version in `schema_migration`, the
 * others wait on that row and then find the work done.
 * @throws HubError `configuration` when the database is newer than this code, or a migration that already ran was
 * altered afterwards.
 */
export async function migrate(db: Database, options: MigrateOptions = {}): Promise<{ applied: string[] }> {
	const migrations = options.migrations ?? readMigrations();
	await ensureHistory(db);
	const applied: string[] = [];
	for (const migration of await missing(db, migrations)) {
		if (await apply(db, migration, options)) applied.push(migration.name);
	}
	return { applied };
}

/** What `migrate` takes besides the database; all of it is for tests. */
export interface MigrateOptions {
	migrations?: Migration[];
	/** Epoch ms. */
	now?: () => number;
	/** Longest wait for a table in use, before everything is given back and tried again (default 2000). */
	lock_timeout_ms?: number;
	/** Jitter between two tries: 0 ≤ random() < 1. */
	random?: () => number;
}

const LOCK_TIMEOUT = "55P03";
const LOCK_TRIES = 30;

/** The migrations that this database still lacks; the database is not changed. Errors as `migrate`. */
export async function pendingMigrations(db: Sql, migrations: Migration[] = readMigrations()): Promise<Migration[]> {
	return missing(db, migrations);
}

/** The SQL that `migrate` would run now, as text for a person to read; empty when there is nothing to do. */
export async function dryRun(db: Sql, migrations: Migration[] = readMigrations()): Promise<string> {
	const pending = await missing(db, migrations);
	return pending
		.map(({ name, commands }) => `-- ${name}\n${commands.map((command) => `${command};\n`).join("\n")}`)
		.join("\n");
}

/** Claim and run one migration; `false` when another hub was faster. */
async function apply(db: Database, migration: Migration, options: MigrateOptions): Promise<boolean> {
	const { version, name, checksum, commands } = migration;
	const claim = async (tx: Sql) => {
		// the other hub's migration may take its time: its row is waited for without limit
		await tx.query("SET LOCAL lock_timeout = 0");
		const claimed = await tx.query(
			`INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (version) DO NOTHING RETURNING version`,
			[version, name, checksum, (options.now ?? Date.now)()],
		);
		if (claimed.length === 0) return false;
		// but a table that orders are using is not: whoever waits for it makes all orders wait behind itself
		await tx.query(`SET LOCAL lock_timeout = ${options.lock_timeout_ms ?? 2_000}`);
		for (const command of commands) await tx.query(command);
		return true;
	};
	for (let tries = 1; ; tries += 1) {
		try {
			return await db.transaction(claim, { is_long: true });
		} catch (error) {
			if (codeOf((error as Error).cause) !== LOCK_TIMEOUT || tries === LOCK_TRIES) throw error;
			await sleep((options.random ?? Math.random)() * 100 * tries);
		}
	}
}

async function missing(db: Sql, migrations: Migration[]): Promise<Migration[]> {
	const known = new Map((await history(db)).map((row) => [row.version, row]));
	const newest = migrations.length;
	for (const { version, name, checksum } of known.values()) {
		const ours = migrations[version - 1];
		if (!ours) {
			const detail = `The database has migration ${name}, this hub knows only ${newest}. Start a newer hub, or restore an older database.`;
			throw new HubError("configuration", { detail });
		}
		if (ours.checksum !== checksum) {
			const detail = `Migration ${ours.name} was changed after it ran here. Restore the file: changes need a migration of their own.`;
			throw new HubError("configuration", { detail });
		}
	}
	return migrations.filter(({ version }) => !known.has(version));
}

interface HistoryRow {
	version: number;
	name: string;
	checksum: string;
}

async function history(db: Sql): Promise<HistoryRow[]> {
	const [table] = await db.query<{ oid: string | null }>("SELECT to_regclass('schema_migration')::text AS oid");
	if (!table?.oid) return [];
	return db.query<HistoryRow>("SELECT version, name, checksum FROM schema_migration ORDER BY version");
}

/** Two hubs that make the table at once collide in PostgreSQL's own catalog, for all that IF NOT EXISTS promises. */
async function ensureHistory(db: Database): Promise<void> {
	try {
		await db.query(
			`CREATE TABLE IF NOT EXISTS schema_migration (
				version integer NOT NULL, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL,
				CONSTRAINT schema_migration_pkey PRIMARY KEY (version))`,
		);
	} catch (error) {
		// 23505 in pg_type or pg_class, 42710 or 42P07: the other one made it
		if (!["23505", "42710", "42P07"].includes(codeOf(error))) throw error;
	}
}
