import { createHash } from "node:crypto";
import type { Tx } from "../../delivery/index.ts";

const HOUR_MS = 3_600_000;

/** The queue of each type of system. */
export const SWEEPS = { pos: "pos.reconcile", dsp: "dsp.reconcile" } as const;

/**
 * Have an integration looked at once more, at its own minute of the next hour: the minute comes from its id, so that a POS is
 * not asked for all its merchants at once. The job's id is that of integration and hour, so that any number of processes that
 * ask for it send one job (distributed.md rule 2). `after`: the hour of the job that asks, which clocks that differ may have
 * let run early.
 */
export function scheduleNext(
	tx: Tx,
	queue: (typeof SWEEPS)[keyof typeof SWEEPS],
	target: { org_id: string; integration_id: string },
	now: number,
	after = Number.NEGATIVE_INFINITY,
): void {
	const { org_id, integration_id } = target;
	const digest = createHash("sha256").update(integration_id).digest();
	const minute_ms = digest.readUInt32BE(0) % HOUR_MS;
	const hour = Math.max(Math.floor((now - minute_ms) / HOUR_MS), after) + 1;
	const id = createHash("sha256").update(`${queue}/${integration_id}/${hour}`).digest("hex");
	tx.send(
		queue,
		{ org_id, integration_id, hour },
		{ key: integration_id, id: asUuid(id), start_after: hour * HOUR_MS + minute_ms },
	);
}

/** The form that the queue takes: version 8, a UUID of one's own making (RFC 9562). */
function asUuid(hex: string): string {
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
