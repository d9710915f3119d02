import type { HistoryLine } from "@ticketrail/history";
import type { Manifest, TenantFacts } from "../manifest.ts";
import type { Snapshot } from "./database.ts";

/** One thing that must not be. `lines`: where in the histories it shows, as `actor:n`. */
export interface Finding {
	/** As reliability.md section 4 numbers them. */
	invariant: string;
	tenant: string | null;
	order: string | null;
	text: string;
	lines: string[];
}

/** One call from its beginning to its end. Times in ns of the machine's monotonic clock. */
export interface Call {
	actor: string;
	tenant: string | null;
	integration: string | null;
	op: string;
	order: string | null;
	event_id: string | null;
	seq: number | null;
	key: string | null;
	attempt: number;
	begun: number;
	/** Infinity: nobody saw the end. */
	ended: number;
	begun_wall: number;
	kind: "ok" | "fail" | "info";
	status: number | null;
	effect: boolean;
	sent_sha256: string | null;
	answer_sha256: string | null;
	content: Record<string, unknown>;
	result: Record<string, unknown>;
	/** `actor:n` of its first line. */
	at: string;
}

/** Everything that is known of a run. */
export interface Run {
	manifest: Manifest;
	calls: Call[];
	database: Snapshot;
}

/** One order, seen from all sides. */
export interface OrderView {
	tenant: string;
	order: string;
	facts: TenantFacts;
	/** The DSP's tries to place it and to take it back, in the order of time, like all lists here. */
	submits: Call[];
	cancels: Call[];
	/** Order events at the POS: all, and those that create. */
	at_pos: Call[];
	creates: Call[];
	/** Events about it at the DSP: all, and the verdicts. */
	at_dsp: Call[];
	verdicts: Call[];
	/** What the POS said of it by webhook. */
	webhooks: Call[];
	/** When a hub first said that it has it; undefined: never. */
	acknowledged: number | undefined;
	row: Snapshot["orders"][number] | undefined;
	deliveries: Snapshot["deliveries"];
}

export const NS_PER_MS = 1e6;
const VERDICTS = ["location.order.accept", "location.order.fail"];

/** Join the beginnings with their ends. Lines of any number of files, in any order. */
export function joinCalls(lines: readonly HistoryLine[]): Call[] {
	const ends = new Map(
		lines.filter(({ kind }) => kind !== "invoke").map((line) => [`${fileOf(line)} ${line.call}`, line]),
	);
	return lines
		.filter(({ kind }) => kind === "invoke")
		.map((line): Call => {
			const end = ends.get(`${fileOf(line)} ${line.n}`);
			const { actor, tenant, integration, op, order, event_id, seq, key, attempt } = line;
			return {
				...{ actor, tenant, integration, op, order, event_id, seq, key, attempt },
				...{ begun: line.mono_ns, ended: end?.mono_ns ?? Number.POSITIVE_INFINITY, begun_wall: line.wall },
				kind: end === undefined || end.kind === "invoke" ? "info" : end.kind,
				...{ status: end?.status ?? null, effect: end?.effect ?? false },
				...{ sent_sha256: line.bytes_sha256, answer_sha256: end?.bytes_sha256 ?? null },
				...{ content: plain(line.content), result: plain(end?.content) },
				at: `${actor}:${line.n}`,
			};
		})
		.sort((a, b) => a.begun - b.begun);
}

/** Every order that anybody spoke of, by merchant. */
export function viewOrders({ manifest, calls, database }: Run): OrderView[] {
	const facts = new Map(manifest.tenants.map((one) => [one.tenant, one]));
	const views = new Map<string, OrderView>();
	const rows = new Map(database.orders.map((row) => [`${row.slug} ${row.dsp_order_id}`, row]));
	const deliveries = Map.groupBy(database.deliveries, ({ order_id }) => order_id);
	for (const call of calls) {
		const known = facts.get(call.tenant ?? "");
		if (call.order === null || known === undefined) continue;
		const name = `${known.tenant} ${call.order}`;
		const view = views.get(name) ?? newView(known, call.order);
		views.set(name, view);
		addTo(view, call);
	}
	for (const view of views.values()) {
		view.row = rows.get(`${view.facts.dsp.slug} ${view.order}`);
		view.deliveries = deliveries.get(view.row?.order_id ?? null) ?? [];
		const acknowledged = view.submits.filter(({ kind }) => kind === "ok").map(({ ended }) => ended);
		if (acknowledged.length > 0) view.acknowledged = Math.min(...acknowledged);
	}
	return [...views.values()];
}

/** When the POS first took the order, by its own word; Infinity: never. */
export function acceptedAt({ creates, webhooks }: OrderView): number {
	const taken = creates.filter(({ kind, effect }) => effect || kind === "ok");
	const now = taken.filter(({ result }) => result.is_async !== true);
	const later = webhooks.filter(({ op, content }) => content.is_forged !== true && isAcceptance(op, content.status));
	return Math.min(...[...now, ...later].map(({ begun }) => begun));
}

/** A finding about one order. */
export function about(view: OrderView, invariant: string, text: string, calls: readonly Call[] = []): Finding {
	return { invariant, tenant: view.tenant, order: view.order, text, lines: calls.map(({ at }) => at) };
}

function isAcceptance(op: string, status: unknown): boolean {
	if (op === "webhook.order.accepted") return true;
	const progress = ["in_progress", "ready_for_pickup", "out_for_delivery", "completed"];
	return op === "webhook.order.status.updated" && progress.includes(String(status));
}

function newView(facts: TenantFacts, order: string): OrderView {
	return {
		...{ tenant: facts.tenant, order, facts, submits: [], cancels: [], at_pos: [], creates: [] },
		...{ at_dsp: [], verdicts: [], webhooks: [], acknowledged: undefined, row: undefined, deliveries: [] },
	};
}

function addTo(view: OrderView, call: Call): void {
	if (call.op === "order.submit") view.submits.push(call);
	else if (call.op === "order.cancel") view.cancels.push(call);
	else if (call.op.startsWith("webhook.")) view.webhooks.push(call);
	else if (call.actor.startsWith("pos:")) {
		view.at_pos.push(call);
		if (call.op === "order.created") view.creates.push(call);
	} else if (call.actor.startsWith("dsp:")) {
		view.at_dsp.push(call);
		if (VERDICTS.includes(call.op)) view.verdicts.push(call);
	}
}

/** Lines of one writer may come from two files: what it heard, and what it said by itself. */
function fileOf(line: HistoryLine): string {
	return `${line.actor} ${line.op.startsWith("webhook.")}`;
}

function plain(content: unknown): Record<string, unknown> {
	return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
}
