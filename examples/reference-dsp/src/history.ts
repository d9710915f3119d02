import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { readJson } from "./grants.ts";
import type { Call } from "./server.ts";

/** One event that reached this DSP, for a checker that does not take the hub's word for anything. */
export interface HistoryLine {
	/** Counts from 1. */
	n: number;
	/** Epoch ms. */
	time: number;
	method: string;
	path: string;
	type: string | null;
	idempotency_key: string | null;
	order_id: string | null;
	location_id: string | null;
	/** SHA-256 of the bytes received, hex. */
	body_sha256: string;
	status: number;
	/** Whether this event, and not an earlier one that said the same, changed something here. */
	effect: boolean;
}

/** Append one JSON line per event. It is written before the answer leaves, so that `kill -9` loses none. */
export function openHistory(file: string, now: () => number) {
	const descriptor = openSync(file, "a");
	const text = (value: unknown) => (typeof value === "string" ? value : null);
	let n = 0;
	return {
		note(call: Call, status: number, effect: boolean): void {
			const event = Object(readJson(call.raw_body)) as Record<string, unknown>;
			const line: HistoryLine = {
				n: ++n,
				time: now(),
				method: call.method,
				path: call.path,
				type: text(event.type),
				idempotency_key: call.header("idempotency-key") ?? null,
				order_id: text(event.order_id),
				location_id: text(event.location_id),
				body_sha256: createHash("sha256").update(call.raw_body).digest("hex"),
				status,
				effect,
			};
			writeSync(descriptor, `${JSON.stringify(line)}\n`);
		},
		close: () => closeSync(descriptor),
	};
}
