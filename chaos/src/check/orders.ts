import { about, acceptedAt, type Call, type Finding, type OrderView, type Run } from "./run.ts";

/** A rule about one order. */
export type OrderRule = (view: OrderView, run: Run) => Finding[];

/** O1: whatever reaches a POS was ordered at its DSP, with the same lines and sums. */
export const noPhantom: OrderRule = (view) => {
	const [submit] = view.submits;
	if (view.creates.length > 0 && submit === undefined)
		return [about(view, "O1", "the POS was sent an order that no DSP placed", view.creates)];
	const asked = JSON.stringify(moneyOf(submit));
	const others = view.creates.filter((create) => JSON.stringify(moneyOf(create)) !== asked);
	if (others.length > 0) return [about(view, "O1", "the POS was sent other lines or sums than were ordered", others)];
	const isKnown = view.submits.length + view.cancels.length > 0;
	return view.row !== undefined && !isKnown ? [about(view, "O1", "the hub has an order that no DSP placed")] : [];
};

/** O2: an order is in effect at its POS once; one that must not be repeated is not sent while nobody knows. */
export const atMostOnce: OrderRule = (view) => {
	const effects = view.creates.filter(({ effect }) => effect);
	if (effects.length > 1) return [about(view, "O2", `the POS took the order ${effects.length} times`, effects)];
	if (view.facts.pos.contract === "dedupes_by_order_id") return [];
	const [first, ...more] = view.creates.filter(mayHaveArrived);
	const after = first === undefined ? [] : view.creates.filter(({ begun }) => begun > first.begun);
	return first !== undefined && after.length > 0
		? [
				about(view, "O2", "sent again to a POS that does not dedupe, though the first may have arrived", [
					first,
					...more,
					...after,
				]),
			]
		: [];
};

/** O3: the DSP hears one verdict, always in the same bytes and as one message. */
export const singleVerdict: OrderRule = ({ verdicts, ...view }) => {
	const said = (text: string) => [about({ verdicts, ...view }, "O3", text, verdicts)];
	if (distinct(verdicts, ({ op }) => op) > 1) return said("the DSP heard both verdicts");
	if (distinct(verdicts, ({ sent_sha256 }) => sent_sha256) > 1)
		return said("the DSP heard its verdict in different bytes");
	if (distinct(verdicts, ({ event_id }) => event_id) > 1) return said("the DSP heard its verdict as two messages");
	return [];
};

/** O4: "accepted" only after the POS has accepted. */
export const agreement: OrderRule = (view) => {
	const accept = view.verdicts.find(({ op }) => op === "location.order.accept");
	if (accept === undefined || acceptedAt(view) <= accept.begun) return [];
	return [about(view, "O4", "the DSP was told that the POS has the order before the POS had accepted it", [accept])];
};

/** O5: what was acknowledged is in the database. */
export const durable: OrderRule = (view) => {
	if (view.row !== undefined) return [];
	const taken = [...view.submits, ...view.cancels].filter(({ kind }) => kind === "ok");
	return taken.length > 0 ? [about(view, "O5", "acknowledged, and not in the database", taken)] : [];
};

/** O7: the next message about an order leaves when the one before it was taken or given up. */
export const inOrder: OrderRule = (view) =>
	[view.at_pos, view.at_dsp].flatMap((calls) => {
		const events = [...Map.groupBy(calls, ({ event_id }) => event_id)].sort(
			([, [a]], [, [b]]) => begunOf(a) - begunOf(b),
		);
		return events.slice(1).flatMap(([, attempts], index) => {
			const [before_id, before] = events[index] as [string, Call[]];
			const next = attempts[0] as Call;
			const settled = Math.min(...before.filter(isSettled).map(({ ended }) => ended));
			const state = view.deliveries.find(({ delivery_id }) => delivery_id === before_id)?.state;
			if (settled <= next.begun || ["dead", "parked", "dropped"].includes(state ?? "")) return [];
			return [about(view, "O7", `${next.op} was sent before ${before[0]?.op} was settled`, [...before, next])];
		});
	});

/** O8: every attempt of one message has the same id, key and bytes. */
export const stableIdentity: OrderRule = (view) => {
	const identity = ({ event_id, key, sent_sha256 }: Call) => `${event_id} ${key} ${sent_sha256}`;
	const found =
		distinct(view.creates, identity) > 1
			? [about(view, "O8", "attempts of one order differ in id, key or bytes", view.creates)]
			: [];
	for (const attempts of Map.groupBy(
		[...view.at_pos, ...view.at_dsp],
		({ actor, event_id }) => `${actor} ${event_id}`,
	).values()) {
		if (attempts[0]?.op === "order.created") continue;
		if (distinct(attempts, ({ op, sent_sha256 }) => `${op} ${sent_sha256}`) > 1)
			found.push(about(view, "O8", "two different messages have one id", attempts));
	}
	return found;
};

/** O9: one request about an order is under way to a system at a time. */
export const noOverlap: OrderRule = (view) =>
	[view.at_pos, view.at_dsp].flatMap((calls) =>
		calls.slice(1).flatMap((call, index) => {
			const before = calls.slice(0, index + 1).find(({ ended }) => ended > call.begun);
			return before === undefined
				? []
				: [about(view, "O9", `${call.op} began while ${before.op} was under way`, [before, call])];
		}),
	);

/** O10: the same order gets the same answer. */
export const idempotent: OrderRule = (view) =>
	[view.submits, view.cancels].flatMap((calls) => {
		const taken = calls.filter(({ kind }) => kind === "ok");
		return distinct(taken, ({ answer_sha256 }) => answer_sha256) > 1
			? [about(view, "O10", "the same order got different answers", taken)]
			: [];
	});

/** Whether the POS may have this request without the hub knowing that it said no. */
function mayHaveArrived({ kind }: Call): boolean {
	return kind !== "fail";
}

/** The hub may go on behind this answer: it was taken, or refused for good. */
function isSettled({ kind, status }: Call): boolean {
	if (kind === "ok") return true;
	return kind === "fail" && status !== null && status < 500 && ![401, 408, 425, 429].includes(status);
}

function moneyOf(call: Call | undefined): unknown {
	if (call === undefined) return undefined;
	const { lines, subtotal, tax } = call.content;
	return { lines, subtotal, tax };
}

function begunOf(call: Call | undefined): number {
	return call?.begun ?? Number.POSITIVE_INFINITY;
}

function distinct(calls: readonly Call[], by: (call: Call) => string | null): number {
	return new Set(calls.map(by)).size;
}
