import type { OrderRule } from "./orders.ts";
import { about, type Call, NS_PER_MS, type OrderView, type Run } from "./run.ts";

/** O11: without an acceptance, the DSP hears "failed" before its own limit; what was accepted too late is called off. */
export const deadlineTruth: OrderRule = (view, run) => {
	if (isLate(view, run))
		return [about(view, "O11", "no verdict before the limit of the DSP", [...view.submits, ...view.verdicts])];
	const ticket = view.creates.find(({ effect }) => effect);
	const isOff = view.verdicts.some(({ op }) => op === "location.order.fail") || isCalledOff(view);
	if (ticket === undefined || !isOff || isOutOfReach(view) || isEndedThere(view) || isGone(view, run)) return [];
	return [about(view, "O11", "the POS still has an order that was failed or cancelled at the DSP", [ticket])];
};

/** L1: every acknowledged order comes to its end: taken by the POS, or failed or cancelled with the DSP told. */
export const comesToItsEnd: OrderRule = (view, run) => {
	if (view.acknowledged === undefined) return [];
	if (isLost(view)) return [about(view, "L1", "acknowledged, and neither at the POS nor called off", view.submits)];
	const { row } = view;
	if (row !== undefined && !["accepted", "rejected", "expired"].includes(row.injection))
		return [about(view, "L1", `still ${row.injection} when all is quiet`)];
	const healed = run.calls.find(({ op }) => op === "healed")?.begun ?? Number.POSITIVE_INFINITY;
	const [verdict] = view.verdicts;
	const limit =
		Math.max(healed, view.acknowledged) +
		(run.manifest.bounds.heal_ms + view.facts.dsp.verdict_deadline_s * 1000) * NS_PER_MS;
	return verdict !== undefined && verdict.begun > limit
		? [about(view, "L1", "its verdict came long after all was healed", [verdict])]
		: [];
};

/** Acknowledged, and then neither at the POS nor called off. */
export function isLost(view: OrderView): boolean {
	if (view.acknowledged === undefined || isCanceledByDsp(view)) return false;
	const isAtPos = view.creates.some(({ effect }) => effect);
	return !isAtPos && !view.verdicts.some(({ op }) => op === "location.order.fail");
}

/** No verdict reached the DSP before its limit, counted from the first acknowledgement. */
export function isLate(view: OrderView, { manifest }: Run): boolean {
	if (view.acknowledged === undefined || isCanceledByDsp(view)) return false;
	const limit_ms = view.facts.dsp.verdict_deadline_s * 1000 + manifest.bounds.verdict_margin_ms;
	const told = Math.min(...view.verdicts.map(({ begun }) => begun));
	return told - view.acknowledged > limit_ms * NS_PER_MS;
}

/** The DSP took it back and a hub has heard so: no verdict is owed any more. */
function isCanceledByDsp({ cancels }: OrderView): boolean {
	return cancels.some(({ kind }) => kind === "ok");
}

/** The DSP took it back in time: the hub's own word, since a cancellation of what is done changes nothing. */
function isCalledOff(view: OrderView): boolean {
	return isCanceledByDsp(view) && view.row?.state === "dsp_canceled";
}

/** The hub never learned the POS's id of it, and must not ask again: a human has it on the list of parked messages. */
function isOutOfReach({ facts, deliveries }: OrderView): boolean {
	const isParked = deliveries.some(({ type, state }) => type === "order.created" && state === "parked");
	return facts.pos.contract === "at_most_once" && isParked;
}

/** The merchant has disconnected the POS: nobody may call it any more. */
function isGone({ facts }: OrderView, { database }: Run): boolean {
	return database.integrations.some(({ slug, status }) => slug === facts.pos.slug && status === "deprovisioned");
}

/** The POS was told, or had ended it by its own word. */
function isEndedThere({ at_pos, webhooks, deliveries }: OrderView): boolean {
	const isTold = at_pos.some(({ op, kind }) => op === "order.canceled" && kind === "ok");
	const isOver = webhooks.some(({ op, content }) => op === "webhook.order.rejected" || isEnd(content.status));
	// told, and the POS refused to hear it: then a human has it on the list of dead messages
	return isTold || isOver || deliveries.some(({ type, state }) => type === "order.canceled" && state === "dead");
}

function isEnd(status: unknown): boolean {
	return status === "merchant_canceled" || status === "failed";
}

/** When an order was first sent to its POS; undefined: never. */
export function firstSent({ creates }: OrderView): Call | undefined {
	return creates[0];
}
