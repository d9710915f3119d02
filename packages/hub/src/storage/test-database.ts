import { Client } from "pg";
import { describe, inject } from "vitest";
import { newId } from "../base/id.ts";
import type { Database } from "./database.ts";
import { connectDatabase } from "./postgres.ts";
import type { TestVersion } from "./test-postgres.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** Address of `offerTestServers`, see packages/hub/test-setup.ts. */
		postgres_url: string;
		postgres_versions: TestVersion[];
	}
}

/** A database of a test's own. */
export interface TestDatabase {
	db: Database;
	url: string;
	close(): Promise<void>;
}

/**
 * A fresh, migrated database on the server that all tests of a run share; `close` removes it. PostgreSQL 18 unless
 * told otherwise; `is_empty`: without the hub's tables.
 */
export async function openTestDatabase(
	options: { version?: TestVersion; max?: number; is_empty?: boolean } = {},
): Promise<TestDatabase> {
	const server_url = await askForServer(options.version ?? 18);
	const name = `test_${newId().replaceAll("-", "")}`;
	await administer(server_url, `CREATE DATABASE ${name} TEMPLATE ${options.is_empty ? "template0" : "ticketrail"}`);
	const url = new URL(server_url);
	url.pathname = `/${name}`;
	const db = await connectDatabase({ url: url.href, max: options.max ?? 10 });
	return {
		db,
		url: url.href,
		async close() {
			await db.close();
			await administer(server_url, `DROP DATABASE ${name} WITH (FORCE)`);
		},
	};
}

/** Run a suite on every PostgreSQL of this machine: always 18, and 15 where it is installed. */
export function describeEachPostgres(name: string, suite: (version: TestVersion) => void): void {
	for (const version of inject("postgres_versions")) describe(`${name} (PostgreSQL ${version})`, () => suite(version));
}

async function askForServer(version: TestVersion): Promise<string> {
	const response = await fetch(`${inject("postgres_url")}/${version}`);
	const text = await response.text();
	if (!response.ok) throw new Error(`no PostgreSQL ${version} for this test: ${text}`);
	return text;
}

async function administer(server_url: string, command: string): Promise<void> {
	const url = new URL(server_url);
	url.pathname = "/postgres";
	const client = new Client({ connectionString: url.href });
	await client.connect();
	await client.query(command).finally(() => client.end());
}
