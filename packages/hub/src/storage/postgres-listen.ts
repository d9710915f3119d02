import type { Client } from "pg";
import type { StorageLog } from "./database.ts";

/** How a listener gets its connection and whom it tells; times are milliseconds. */
export interface ListenerOptions {
	connect(): Promise<Client>;
	channel: string;
	onNotification(payload: string): void;
	/** After the first and after each further connection: whatever came in between was not heard. */
	onReconnect(): void;
	log?: StorageLog;
	/** Pause before the n-th try to connect again. */
	pause_ms(tries: number): number;
	/** A silent connection is asked for a sign of life so often. */
	heartbeat_ms: number;
}

/**
 * Keep one connection listening on a channel until closed, through restarts and failovers of the server.
 * Rejects only when the first connection cannot be had.
 */
export async function createListener(options: ListenerOptions): Promise<{ close(): Promise<void> }> {
	let is_closed = false;
	let current: Client | undefined;
	let timer: NodeJS.Timeout | undefined;

	async function open(): Promise<void> {
		const client = await options.connect();
		client.on("notification", (message) => {
			if (message.channel === options.channel) options.onNotification(message.payload ?? "");
		});
		client.once("end", () => lost(client));
		client.once("error", () => lost(client));
		try {
			await client.query(`LISTEN "${options.channel.replaceAll('"', '""')}"`);
		} catch (error) {
			await client.end().catch(() => {});
			throw error;
		}
		if (is_closed) return client.end();
		current = client;
		timer = setInterval(() => client.query("SELECT 1").catch(() => lost(client)), options.heartbeat_ms);
		timer.unref();
		options.onReconnect();
	}

	function lost(client: Client): void {
		if (is_closed || client !== current) return;
		current = undefined;
		clearInterval(timer);
		client.end().catch(() => {});
		options.log?.warn("database.listener_lost", { kind: options.channel });
		retry(1);
	}

	function retry(tries: number): void {
		timer = setTimeout(() => {
			open().catch(() => {
				if (!is_closed) retry(tries + 1);
			});
		}, options.pause_ms(tries));
	}

	await open();
	return {
		async close() {
			is_closed = true;
			clearInterval(timer);
			clearTimeout(timer);
			await current?.end().catch(() => {});
		},
	};
}
