import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import type { EndpointCall, EndpointReply } from "@ticketrail/pos-kit";

/** One order event that reached this POS, for a checker that does not take the hub's word for anything. */
export interface HistoryLine {
	/** Counts from 1. */
	n: number;
	/** Epoch ms. */
	time: number;
	method: string;
	path: string;
	type: string | null;
	/** Of the order, or the header's where the event carries none. */
	idempotency_key: string | null;
	dsp_order_id: string | null;
	location_id: string | null;
	/** SHA-256 of the bytes received, hex. */
	body_sha256: string;
	/** The status of the POS's own answer; null when a fault kept the event from being handled at all. */
	status: number | null;
	/** Whether this call, and not an earlier one with the same key, changed something in the kitchen. */
	effect: boolean;
}

export interface History {
	/** Note an order event; `reply` is undefined when it was received but not handled. */
	note(call: EndpointCall, reply: EndpointReply | undefined): void;
	close(): void;
}

/** Append one JSON line per order event. It is written before the answer leaves, so that `kill -9` loses none. */
export function openHistory(file: string, path: string, now: () => number): History {
	const descriptor = openSync(file, "a");
	let n = 0;
	return {
		note(call, reply) {
			const { type, object } = readEvent(call.raw_body);
			const is_ok = reply !== undefined && reply.status < 300;
			const line: HistoryLine = {
				n: ++n,
				time: now(),
				method: "POST",
				path,
				type: textOf(type),
				idempotency_key: textOf(object.idempotency_key) ?? call.header("idempotency-key") ?? null,
				dsp_order_id: textOf(object.dsp_order_id),
				location_id: textOf(object.location_id),
				body_sha256: createHash("sha256").update(call.raw_body).digest("hex"),
				status: reply?.status ?? null,
				effect: is_ok && reply.headers?.["idempotent-replayed"] === undefined,
			};
			writeSync(descriptor, `${JSON.stringify(line)}\n`);
		},
		close: () => closeSync(descriptor),
	};
}

function readEvent(raw_body: Uint8Array): { type: unknown; object: Record<string, unknown> } {
	try {
		const event = JSON.parse(Buffer.from(raw_body).toString("utf8"));
		return { type: event.type, object: Object(event.object) };
	} catch {
		return { type: null, object: {} };
	}
}

function textOf(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
