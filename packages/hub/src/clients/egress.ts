import { lookup } from "node:dns/promises";
import { Pool } from "undici";
import type { Outcome } from "../base/outcome.ts";
import { createAddressPolicy } from "./address-policy.ts";
import { createConnector, type Resolve, shareLookups } from "./connect.ts";
import { Exchange } from "./exchange.ts";

export type { Outcome } from "../base/outcome.ts";

/** The one door for outgoing HTTP: address policy, time and size limits, no redirects, no retries of its own. */
export interface Egress {
	/** Send one request. Never throws for what the network, the URL or the other side does. */
	send(request: EgressRequest): Promise<Outcome>;
	/** Drop every connection; requests under way end as they stand. */
	close(): Promise<void>;
}

export interface EgressRequest {
	method: "GET" | "POST" | "PUT" | "DELETE";
	url: string;
	/** names in lower case; a value with a control character is refused, `never_sent` */
	headers: Readonly<Record<string, string>>;
	body?: string | Buffer;
	/** the whole time that the call may take, ms from now (12 s) */
	deadline_ms?: number;
	/** what the answer's body may have, in bytes after decompression */
	max_bytes: number;
	/** a longer body is cut there, `is_cut`, instead of failing; for who wants only the head of a file */
	may_cut?: boolean;
	/** from the request being sent to the answer's last header (8 s) */
	headers_timeout_ms?: number;
	/** longest silence inside the answer's body (3 s) */
	body_idle_ms?: number;
}

export interface EgressOptions {
	/** addresses and CIDRs besides public unicast, `TICKETRAIL_EGRESS_ALLOW` */
	allow_cidrs: readonly string[];
	/** name, TCP and TLS together (3 s) */
	connect_timeout_ms?: number;
	headers_timeout_ms?: number;
	/** longest silence inside a body (3 s) */
	body_idle_ms?: number;
	deadline_ms?: number;
	/** how long an unused connection stays open (1.5 s) */
	keep_alive_ms?: number;
	/** connections to one origin (64) */
	connections?: number;
	/** origins whose connections are kept (256) */
	max_origins?: number;
	/** the machine's own resolver by default */
	resolve?: Resolve;
	/** certificate authorities in PEM besides the machine's own */
	extra_ca?: readonly string[];
}

// A request on a connection that the other side is just closing is lost in the one way that nobody can tell from having
// arrived. Common servers close after 2 s to 5 s of silence, so ours are given up earlier.
const KEEP_ALIVE_MS = 1_500;
const KEEP_ALIVE_MARGIN_MS = 1_000;
const IDLE_ORIGIN_MS = 60_000;
const HEADER_BYTES_MAX = 16_384;
const TIMER_MAX_MS = 2 ** 31 - 1;

interface Origin {
	pool: Pool;
	/** by the process's monotonic clock */
	used_at: number;
}

/** Open the door with the operator's list of addresses. Throws `configuration` for a malformed list. */
export function createEgress(options: EgressOptions): Egress {
	const policy = createAddressPolicy(options.allow_cidrs);
	const resolve = shareLookups(options.resolve ?? ((hostname) => lookup(hostname, { all: true })));
	const limits = {
		deadline_ms: options.deadline_ms ?? 12_000,
		headers_ms: options.headers_timeout_ms ?? 8_000,
		body_idle_ms: options.body_idle_ms ?? 3_000,
	};
	const keep_alive_ms = options.keep_alive_ms ?? KEEP_ALIVE_MS;
	const max_origins = options.max_origins ?? 256;
	const origins = new Map<string, Origin>();

	return {
		send(request) {
			const target = policy.target(request.url);
			if (!target.ok) {
				const { reason, detail } = target;
				return Promise.resolve({ stage: "never_sent", reason, detail, latency_ms: 0 });
			}
			const deadline_ms = Math.min(request.deadline_ms ?? limits.deadline_ms, TIMER_MAX_MS);
			if (!(deadline_ms > 0)) return Promise.resolve({ stage: "never_sent", reason: "no_time_left", latency_ms: 0 });
			const { url } = target;
			const origin = origins.get(url.origin) ?? openOrigin(url.origin, target.needs_listed_address);
			origin.used_at = performance.now();
			return new Promise((settle) => {
				const exchange = new Exchange({
					max_bytes: request.max_bytes,
					may_cut: request.may_cut ?? false,
					deadline_ms,
					headers_ms: request.headers_timeout_ms ?? limits.headers_ms,
					body_idle_ms: request.body_idle_ms ?? limits.body_idle_ms,
					settle,
				});
				const { method, headers, body = null } = request;
				origin.pool.dispatch({ path: url.pathname + url.search, method, headers, body }, exchange);
			});
		},
		async close() {
			const pools = [...origins.values()].map(({ pool }) => pool.destroy());
			origins.clear();
			await Promise.all(pools);
		},
	};

	function openOrigin(name: string, needs_listed_address: boolean): Origin {
		makeRoom();
		const pool = new Pool(name, {
			connections: options.connections ?? 64,
			pipelining: 1,
			allowH2: false,
			maxHeaderSize: HEADER_BYTES_MAX,
			// the exchange keeps the time itself: undici's timers are off by up to a second
			headersTimeout: 0,
			bodyTimeout: 0,
			keepAliveTimeout: keep_alive_ms,
			keepAliveMaxTimeout: keep_alive_ms,
			keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
			connect: createConnector({
				policy,
				needs_listed_address,
				resolve,
				timeout_ms: options.connect_timeout_ms ?? 3_000,
				extra_ca: options.extra_ca,
			}),
		});
		const origin = { pool, used_at: performance.now() };
		origins.set(name, origin);
		return origin;
	}

	// A pool that is closed finishes what it has before its connections go.
	function makeRoom(): void {
		const now = performance.now();
		const by_use = [...origins].sort(([, a], [, b]) => a.used_at - b.used_at);
		for (const [name, { pool, used_at }] of by_use) {
			if (now - used_at < IDLE_ORIGIN_MS && origins.size < max_origins) break;
			origins.delete(name);
			void pool.close();
		}
	}
}
