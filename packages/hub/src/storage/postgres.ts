import { setTimeout as sleep } from "node:timers/promises";
import type { ClientConfig } from "pg";
import { newId } from "../base/id.ts";
import type { Database, StorageLog } from "./database.ts";
import { codeOf, isRetryable, isStaleSession, translateFailure } from "./postgres-failure.ts";
import { parseHosts } from "./postgres-hosts.ts";
import { createListener } from "./postgres-listen.ts";
import { connectOutsidePool, createPool, type HostClient, type HostPool } from "./postgres-pool.ts";
import { runTransaction, send } from "./postgres-transaction.ts";
import { columnTypes } from "./postgres-types.ts";

/** How to reach the database and how long to be patient; every time is milliseconds. */
export interface ConnectOptions {
	/** `postgres://user:password@host:port/name`, several hosts separated by commas. */
	url: string;
	/** Connections at most; each listener has one more of its own, and looks for work have two. */
	max: number;
	log?: StorageLog;
	/** Longest wait for a free or a new connection, then `unavailable` (default 3000). */
	acquire_timeout_ms?: number;
	/** The server's limit for one statement (default 30000). */
	statement_timeout_ms?: number;
	/** Longest wait for a lock (default 5000). */
	lock_timeout_ms?: number;
	/** The server ends a transaction that sends nothing for so long (default 30000). */
	idle_in_transaction_timeout_ms?: number;
	/** First pause before a lost listener connects again, doubled up to 5 s (default 100). */
	reconnect_pause_ms?: number;
	/** Jitter between two runs of a transaction: 0 ≤ random() < 1. */
	random?: () => number;
}

/** A transaction that meets serialization failures or deadlocks runs so often at most (reliability.md F12). */
const MAX_RUNS = 5;
/** Connections for looks: the second is there for when the first one's look waits for something. */
const LOOKS = 2;

/**
 * The database port on PostgreSQL 15 or newer. Nothing is opened before the first use. Passing conditions of the
 * database come as `unavailable` (503), all other errors as the driver's own with the SQLSTATE in `code`.
 * `plan_cache_mode=force_custom_plan`: a statement planned while its tables were empty would keep that plan (design.md section 11);
 * those with a name see to that themselves (`send`).
 * @throws HubError `configuration` when the URL cannot be read.
 */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
	const { log } = options;
	const random = options.random ?? Math.random;
	const reconnect_pause_ms = options.reconnect_pause_ms ?? 100;
	const statement_timeout_ms = options.statement_timeout_ms ?? 30_000;
	const settings = {
		statement_timeout: statement_timeout_ms,
		lock_timeout: options.lock_timeout_ms ?? 5_000,
		idle_in_transaction_session_timeout: options.idle_in_transaction_timeout_ms ?? 30_000,
		plan_cache_mode: "force_custom_plan",
	};
	const session_id = newId();
	const hosts = parseHosts(options.url, settings, session_id);
	// with old statistics the planner takes sorting all that waits for cheap
	const look_hosts = parseHosts(options.url, { ...settings, enable_sort: "off" }, session_id);
	const config: ClientConfig = {
		types: columnTypes,
		keepAlive: true,
		pipeline: true,
		// the server's own limit comes first; this one is for a host that fell silent
		query_timeout: statement_timeout_ms + 5_000,
		connectionTimeoutMillis: options.acquire_timeout_ms ?? 3_000,
	} as ClientConfig;
	const pool = createPool({ hosts, config, max: options.max, ...(log ? { log } : {}) });
	const looks = createPool({ hosts: look_hosts, config, max: LOOKS, ...(log ? { log } : {}) });
	const listeners = new Set<{ close(): Promise<void> }>();

	async function runOnce<T>(use: (client: HostClient) => Promise<T>, from: HostPool): Promise<T> {
		const { client, release } = await from.acquire();
		try {
			const result = await use(client);
			release();
			return result;
		} catch (error) {
			if (isStaleSession(error)) client.is_spoilt = true;
			release(error);
			throw error;
		}
	}

	async function run<T>(use: (client: HostClient) => Promise<T>, from = pool): Promise<T> {
		for (let round = 1; ; round += 1) {
			try {
				return await runOnce(use, from);
			} catch (error) {
				if (!isRetryable(error) || round === MAX_RUNS) throw translateFailure(error);
				log?.info("database.retried", { code: codeOf(error), attempt: round });
			}
			// full jitter: two transactions that met should not meet again
			await sleep(random() * 10 * 2 ** round);
		}
	}

	return {
		session_name: hosts.session_name,
		waitedMs: () => pool.waitedMs(),
		query: (text, values, name) => run((client) => send(client, text, values, name)),
		look: (text, values, name) => run((client) => send(client, text, values, name), looks),
		transaction: (work, { is_long } = {}) => run((client) => runTransaction(client, work, is_long)),
		async listen(channel, onNotification, onReconnect) {
			const listener = await createListener({
				connect: () => connectOutsidePool(hosts, config),
				channel,
				onNotification,
				onReconnect,
				pause_ms: (tries) => Math.min(5_000, reconnect_pause_ms * 2 ** (tries - 1)),
				heartbeat_ms: 15_000,
				...(log ? { log } : {}),
			});
			listeners.add(listener);
			return {
				async close() {
					listeners.delete(listener);
					await listener.close();
				},
			};
		},
		async close() {
			await Promise.all([...listeners].map((listener) => listener.close()));
			await Promise.all([pool.close(), looks.close()]);
		},
	};
}
