import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

/**
 * One event of a run as somebody beside the hub saw it (never the hub itself): a request that arrived or was made
 * (`invoke`), and its end. `info`: nobody can know, for there was no answer, or the caller had gone.
 */
export interface HistoryLine {
	/** Counts from 1 in its file. */
	n: number;
	/** The machine's monotonic clock, in ns, comparable between the processes of one machine. */
	mono_ns: number;
	/** Epoch ms. */
	wall: number;
	/** Who writes: `pos:sim-pos`, `dsp:sim-dsp`, `partner`, `run`. */
	actor: string;
	tenant: string | null;
	/** The connection that it is about, as the writer calls it. */
	integration: string | null;
	/** The DSP's order id. */
	order: string | null;
	/** The id that every attempt of one message carries. */
	event_id: string | null;
	/** The place of this event among the events of its order here, from 1, by first arrival. */
	seq: number | null;
	kind: "invoke" | "ok" | "fail" | "info";
	/** What was asked for: `order.created`, `location.order.accept`, `order.submit`, `token.refresh`, … */
	op: string;
	/** The idempotency key, or the digest of a credential: never the credential. */
	key: string | null;
	/** How often this event was seen here, this time included. */
	attempt: number;
	/** The status of the answer. */
	status: number | null;
	/** SHA-256 of the bytes: of the request on `invoke`, of the answer on its end. */
	bytes_sha256: string | null;
	/** Whether this call, and not an earlier one with the same key, changed something here. */
	effect: boolean;
	/** The `n` of the line that began the call. */
	call: number;
	/** What a checker compares, in plain values; its form depends on `op`. */
	content: unknown;
}

/** What begins: all but `op` may be unknown. `event_id` and `key` default to each other. */
export interface Begun {
	op: string;
	order?: string | null | undefined;
	event_id?: string | null | undefined;
	key?: string | null | undefined;
	integration?: string | null | undefined;
	bytes?: Uint8Array | string | undefined;
	content?: unknown;
}

/** How it ended. */
export interface Ended {
	kind: "ok" | "fail" | "info";
	status?: number | null | undefined;
	effect?: boolean | undefined;
	bytes?: Uint8Array | string | undefined;
	content?: unknown;
}

/** A history under way. A line is written before the answer that it tells of leaves, so that `kill -9` loses none. */
export interface History {
	/** Note a beginning; call the result with the end. Only the first end counts. */
	begin(what: Begun): (end: Ended) => void;
	close(): void;
}

/** Append to a file. `actor`, `tenant`: who writes, and for whom. */
export function openHistory(
	file: string,
	by: { actor: string; tenant?: string | null | undefined; now?: () => number },
): History {
	const descriptor = openSync(file, "a");
	const now = by.now ?? Date.now;
	const attempts = new Map<string, number>();
	const events = new Map<string, string[]>();
	let n = 0;
	let isOpen = true;

	function write(
		line: Omit<HistoryLine, "n" | "mono_ns" | "wall" | "actor" | "tenant" | "call">,
		call?: number,
	): number {
		n++;
		const { actor, tenant = null } = by;
		const full: HistoryLine = {
			...{ n, mono_ns: Number(process.hrtime.bigint()), wall: now(), actor, tenant },
			...line,
			call: call ?? n,
		};
		if (isOpen) writeSync(descriptor, `${JSON.stringify(full)}\n`);
		return n;
	}

	return {
		begin({ op, order = null, integration = null, bytes, content = null, ...ids }) {
			const key = ids.key ?? ids.event_id ?? null;
			const event_id = ids.event_id ?? key;
			const attempt = counted(attempts, `${op} ${order} ${event_id}`);
			const seq = order === null || event_id === null ? null : placeOf(events, order, event_id);
			const line = { integration, order, event_id, seq, op, key, attempt };
			const call = write({
				...line,
				kind: "invoke",
				status: null,
				bytes_sha256: digestOf(bytes),
				effect: false,
				content,
			});
			let hasEnded = false;
			return (end) => {
				if (hasEnded) return;
				hasEnded = true;
				const { kind, status = null, effect = false } = end;
				write({ ...line, kind, status, bytes_sha256: digestOf(end.bytes), effect, content: end.content ?? null }, call);
			};
		},
		close() {
			isOpen = false;
			closeSync(descriptor);
		},
	};
}

/** SHA-256 in hex; of a credential it is what a history may hold. */
export function digestOf(bytes: Uint8Array | string): string;
export function digestOf(bytes: Uint8Array | string | undefined): string | null;
export function digestOf(bytes: Uint8Array | string | undefined): string | null {
	return bytes === undefined ? null : createHash("sha256").update(bytes).digest("hex");
}

function counted(attempts: Map<string, number>, name: string): number {
	const attempt = (attempts.get(name) ?? 0) + 1;
	attempts.set(name, attempt);
	return attempt;
}

function placeOf(events: Map<string, string[]>, order: string, event_id: string): number {
	const known = events.get(order) ?? [];
	if (!known.includes(event_id)) known.push(event_id);
	events.set(order, known);
	return known.indexOf(event_id) + 1;
}
