import { Client, type ClientConfig, Pool } from "pg";
import { HubError } from "../base/error.ts";
import type { StorageLog } from "./database.ts";
import { isConnectionFailure, isReadOnly, translateFailure } from "./postgres-failure.ts";
import type { Hosts } from "./postgres-hosts.ts";

/**
 * A connection that knows to which host it leads. It always has an `error` listener: the server's "terminating
 * connection" arrives as an event between two statements, and without a listener that ends the process.
 */
export class HostClient extends Client {
	readonly url: string;
	/** The host said that it is no standby, or it is the only one. */
	is_writable: boolean;
	/** Something happened after which the connection's state is unknown: never back into the pool. */
	is_spoilt = false;
	/** How it plans now (see `send`); undefined when that is not known. A new connection plans each statement. */
	plans_once: boolean | undefined = false;

	constructor(config: ClientConfig, hosts: Hosts, onLost: (error: Error) => void = () => {}) {
		const url = hosts.current();
		super({ ...config, connectionString: url });
		this.url = url;
		this.is_writable = hosts.count === 1;
		this.on("error", (error) => {
			this.is_spoilt = true;
			onLost(error);
		});
	}
}

/** A bounded set of connections to whichever host of the list is writable. */
export interface HostPool {
	/**
	 * A connection within the time limit. It is given back by `release`, exactly once.
	 * @throws HubError `unavailable` when none is free in time or no host takes us.
	 */
	acquire(): Promise<{ client: HostClient; release(failure?: unknown): void }>;
	/** How long whoever got a connection last had waited for it, ms; 0 when that was a while ago. */
	waitedMs(): number;
	close(): Promise<void>;
}

/** Between two questions whether a host takes us again. */
const ASK_AGAIN_MS = 100;

/** So long the last wait says something about the next one. */
const WAIT_COUNTS_MS = 500;

/** Build the pool; nothing is opened before the first `acquire`. */
export function createPool(options: { hosts: Hosts; config: ClientConfig; max: number; log?: StorageLog }): HostPool {
	const { hosts, config, max, log } = options;
	let is_closing = false;
	let waited = { ms: 0, at: 0 };
	/** Set while no host takes us; nobody asks before `ask_at`, and while somebody asks nobody else does. */
	let outage: { error: unknown; ask_at: number } | undefined;
	const afterPause = () => performance.now() + ASK_AGAIN_MS;
	// the server may stop before its side of a connection that we have ended is closed: no loss
	const onLost = (error: Error) => {
		if (!is_closing) log?.warn("database.connection_lost", { reason: error.message });
	};
	class PooledClient extends HostClient {
		constructor(pooled: ClientConfig) {
			super(pooled, hosts, onLost);
		}
	}
	const pool = new Pool({ ...config, max, idleTimeoutMillis: 60_000, Client: PooledClient } as never);
	// an idle connection that breaks is already out of the pool when this fires
	pool.on("error", () => {});

	async function acquireOnce() {
		const asked_at = performance.now();
		const pooled = await pool.connect().finally(() => {
			const now = performance.now();
			waited = { ms: now - asked_at, at: now };
		});
		const client = pooled as unknown as HostClient;
		// left over from before a failover: the caller simply takes the next one
		if (client.url !== hosts.current()) return pooled.release(true);
		try {
			await assertWritable(client);
		} catch (error) {
			pooled.release(true);
			throw error;
		}
		return {
			client,
			release(failure?: unknown) {
				if (isReadOnly(failure)) hosts.failed(client.url);
				pooled.release(client.is_spoilt || isConnectionFailure(failure) || isReadOnly(failure) || undefined);
			},
		};
	}

	async function acquireFromAny() {
		for (let failures = 0; ; ) {
			const url = hosts.current();
			try {
				const acquired = await acquireOnce();
				outage = undefined;
				if (acquired) return acquired;
			} catch (error) {
				failures += 1;
				if (isExhausted(error)) {
					if (outage !== undefined) outage.ask_at = afterPause();
					throw translateFailure(error);
				}
				hosts.failed(url);
				if (failures < hosts.count) continue;
				outage = { error, ask_at: outage === undefined ? 0 : afterPause() };
				throw translateFailure(error);
			}
		}
	}

	return {
		async acquire() {
			// one asks, every now and then, and nobody else waits for the answer: a host that fell silent costs whoever asks
			// his patience (reliability.md F10), and one that recovers has to make a process for each that asks
			if (outage !== undefined) {
				if (performance.now() < outage.ask_at) throw translateFailure(outage.error);
				outage.ask_at = Number.POSITIVE_INFINITY;
			}
			return await acquireFromAny();
		},
		waitedMs: () => (performance.now() - waited.at < WAIT_COUNTS_MS ? waited.ms : 0),
		async close() {
			is_closing = true;
			await pool.end();
		},
	};
}

/** A connection outside the pool, for a listener; the caller ends it. */
export async function connectOutsidePool(hosts: Hosts, config: ClientConfig): Promise<HostClient> {
	let failure: unknown = new HubError("unavailable", { retry_after_s: 1 });
	for (let tries = 0; tries < hosts.count; tries += 1) {
		const client = new HostClient(config, hosts);
		try {
			await client.connect();
			await assertWritable(client);
			return client;
		} catch (error) {
			failure = error;
			await client.end().catch(() => {});
			hosts.failed(client.url);
		}
	}
	throw translateFailure(failure);
}

/** Every connection of the pool is busy: no reason to doubt the host. */
function isExhausted(error: unknown): boolean {
	return error instanceof Error && error.message === "timeout exceeded when trying to connect";
}

async function assertWritable(client: HostClient): Promise<void> {
	if (client.is_writable) return;
	const { rows } = await client.query<{ is_standby: boolean }>("SELECT pg_is_in_recovery() AS is_standby");
	if (rows[0]?.is_standby) throw Object.assign(new Error("this host is a standby"), { code: "25006" });
	client.is_writable = true;
}
