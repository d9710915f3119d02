import { DEFAULT_READY_AFTER_MS, type DspOrder, normalizeDspSubmission } from "@ticketrail/contract";

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 86_400_000;
/** Where neither the order's POS nor its location says how long it prepares. */
const DEFAULT_PREP_MINUTES = 15;

/** What an order for later asks for (contract.md C.7, modes B and C). */
export interface FutureOrder {
	/** epoch ms; missing or invalid = 30 minutes after the order (contract.md C.5.1) */
	estimated_ready_at_ms?: number | undefined;
	/** mode C: the hub holds it until it is time to prepare */
	is_held: boolean;
}

/** What a DSP's order says of later; undefined for one that is to be prepared now. */
export function futureOf(
	order: Pick<DspOrder, "is_future_order" | "status" | "estimated_ready_at_ms">,
): FutureOrder | undefined {
	const is_held = order.status === "scheduled";
	if (!is_held && order.is_future_order !== true) return undefined;
	return { estimated_ready_at_ms: order.estimated_ready_at_ms, is_held };
}

/**
 * When an order shall be ready, epoch ms: the DSP's word, else 30 minutes after it came (contract.md C.5.1). Nobody orders
 * more than a year ahead: such a time is invalid.
 */
export function wantedAt(order: { estimated_ready_at_ms?: number | undefined }, received_at: number): number {
	const { estimated_ready_at_ms: wanted } = order;
	return wanted !== undefined && wanted < received_at + YEAR_MS ? wanted : received_at + DEFAULT_READY_AFTER_MS;
}

/** When a held order goes to its POS, epoch ms: its ready time less the location's preparation (contract.md C.7). */
export function dueAt(ready_at: number, prep_time_minutes: number | null | undefined): number {
	return ready_at - (prep_time_minutes ?? DEFAULT_PREP_MINUTES) * MINUTE_MS;
}

/**
 * What the DSP is told at acceptance, epoch ms (contract.md B.11): now plus the preparation, but not before the time that
 * an order for later was made for. Without any preparation time, the time that the order itself asked for.
 */
export function readyAt(
	order: { body: string; received_at: number },
	prep_time_minutes: number | undefined,
	/** what was stored of an order for later; null for one of now */
	wanted: number | null,
	now: number,
): number {
	if (prep_time_minutes !== undefined) return Math.max(Math.floor(now + prep_time_minutes * MINUTE_MS), wanted ?? 0);
	return wanted ?? wantedAt(orderIn(order.body) ?? {}, order.received_at);
}

/** The time that a stored order for later asks for; null when it is for now. */
export function wantedIn(order: { body: string; received_at: number }): number | null {
	const submitted = orderIn(order.body);
	const future = submitted && futureOf(submitted);
	return future === undefined ? null : wantedAt(future, order.received_at);
}

function orderIn(body: string): DspOrder | undefined {
	const submission = normalizeDspSubmission(JSON.parse(body));
	return submission.kind === "new_order" ? submission.order : undefined;
}
