import type { HistoryLine } from "@ticketrail/history";
import { BOUNDS, type Manifest } from "../manifest.ts";
import type { Snapshot } from "./database.ts";
import { judge } from "./judge.ts";
import { joinCalls } from "./run.ts";

/** A run as the checker finds it: lines of histories, and rows. */
export interface TestRun {
	manifest: Manifest;
	lines: HistoryLine[];
	database: Snapshot;
}

/** One call to be written into a history: when it began and how long it took, in ms of the run. */
export interface TestCall {
	actor: string;
	op: string;
	at: number;
	took?: number;
	order?: string;
	key?: string;
	event_id?: string;
	sent?: string;
	content?: unknown;
	end?: "ok" | "fail" | "info" | "none";
	status?: number;
	effect?: boolean;
	answer?: string;
	result?: unknown;
}

const TENANTS: [tenant: string, contract: Manifest["tenants"][number]["pos"]["contract"]][] = [
	["keen", "dedupes_by_order_id"],
	["once", "at_most_once"],
	["later", "dedupes_by_order_id"],
	["leaver", "dedupes_by_order_id"],
	["quiet", "dedupes_by_order_id"],
];

/** Invariants that the checker finds broken, each once. */
export function brokenIn(run: TestRun): string[] {
	const { manifest, lines, database } = run;
	const { findings } = judge({ manifest, calls: joinCalls(lines), database });
	return [...new Set(findings.map(({ invariant }) => invariant))].sort();
}

/** Write a call into the histories of a run. */
export function write(run: TestRun, call: TestCall): void {
	const { actor, op, at, took = 5, order = null, end = "ok" } = call;
	const tenant = actor.includes("-") ? (actor.split("-")[1] ?? null) : null;
	const isWebhook = op.startsWith("webhook.");
	const same = run.lines.filter((line) => line.actor === actor && line.op.startsWith("webhook.") === isWebhook);
	const n = Math.max(0, ...same.map((line) => line.n)) + 1;
	const key = call.key ?? null;
	const base = {
		actor,
		tenant,
		integration: null,
		order,
		event_id: call.event_id ?? key,
		seq: 1,
		op,
		key,
		attempt: 1,
		call: n,
	};
	const line = (ms: number) => ({ mono_ns: ms * 1e6, wall: ms });
	const begun = {
		kind: "invoke",
		status: null,
		bytes_sha256: call.sent ?? null,
		effect: false,
		content: call.content ?? null,
	} as const;
	run.lines.push({ ...base, n, ...line(at), ...begun });
	if (end === "none") return;
	const { status = end === "ok" ? 200 : null, effect = false, answer = null, result = null } = call;
	run.lines.push({
		...base,
		n: n + 1,
		...line(at + took),
		kind: end,
		status,
		bytes_sha256: answer,
		effect,
		content: result,
	});
}

/** The lines that fit, in the order of the run. */
export function find(run: TestRun, wanted: Partial<HistoryLine>): HistoryLine[] {
	const fits = (line: HistoryLine) =>
		Object.entries(wanted).every(([name, value]) => line[name as keyof HistoryLine] === value);
	return run.lines.filter(fits);
}

/** Take calls out of the histories, with their ends. */
export function erase(run: TestRun, calls: readonly HistoryLine[]): void {
	run.lines = run.lines.filter(
		(line) => !calls.some((call) => call.actor === line.actor && call.op === line.op && call.call === line.call),
	);
}

/** A row that must be there. */
export function row<Table extends keyof Snapshot>(
	run: TestRun,
	table: Table,
	wanted: Partial<Snapshot[Table][number]>,
): Snapshot[Table][number] {
	const rows: Snapshot[Table][number][] = run.database[table];
	const found = rows.find((one) =>
		Object.entries(wanted).every(([name, value]) => one[name as keyof typeof one] === value),
	);
	if (found === undefined) throw new Error(`${table} has no ${JSON.stringify(wanted)}`);
	return found;
}

/** An order of the run: its row, the steps of its two machines, and the messages about it. */
export interface TestOrder {
	tenant: string;
	order: string;
	at: number;
	state?: string;
	injection: string;
	steps: [state: string | null, injection: string | null][];
	verdict?: string;
	deliveries?: [delivery_id: string, type: string, state: string][];
}

export function keep(run: TestRun, { tenant, order, at, injection, ...more }: TestOrder): void {
	const { database } = run;
	const dsp = `dsp-${tenant}`;
	database.orders.push({
		...{ org_id: tenant, order_id: order, slug: dsp, dsp_location_id: "s-1", dsp_order_id: order },
		...{ binding_id: `link-${tenant}`, location_id: `loc-${tenant}`, state: more.state ?? "in_progress", injection },
		...{ pos_order_id: `ticket-${order}`, verdict: more.verdict ?? null, received_at: at, deadline_at: at + 20_000 },
	});
	for (const [index, [state, step]] of [["in_progress", "received"] as const, ...more.steps].entries())
		database.order_events.push({
			order_id: order,
			event_id: `${order}-${index}`,
			type: "step",
			state,
			injection: step,
			at: at + index,
		});
	for (const [delivery_id, type, state] of more.deliveries ?? []) {
		const slug = type.startsWith("location.") ? dsp : `pos-${tenant}`;
		const reason = state === "delivered" ? null : "because";
		database.deliveries.push({ order_id: order, delivery_id, slug, type, state, reason, updated_at: at });
	}
}

/** A run without an order yet: five merchants, each with one linked store. */
export function emptyRun(): TestRun {
	const tenants = TENANTS.map(([tenant, contract]) => ({
		tenant,
		pos: { slug: `pos-${tenant}`, contract, merchant_id: "m" },
		dsp: { slug: `dsp-${tenant}`, verdict_deadline_s: 20 },
		marked: { Caprese: 895, Lasagne: 1495 },
	}));
	const each = <Row>(make: (tenant: string) => Row) => TENANTS.map(([tenant]) => make(tenant));
	return {
		manifest: { seed: "s", commit: "c", started_at: 0, tenants, bounds: BOUNDS },
		lines: [],
		database: {
			...{ orders: [], order_events: [], deliveries: [], inbox: [], due_jobs: [] },
			locations: each((tenant) => ({
				...{ location_id: `loc-${tenant}`, slug: `pos-${tenant}`, provider_id: "4410" },
				...{ catalog_version: 2, live_objects: 40 },
			})),
			bindings: each((tenant) => ({
				...{ binding_id: `link-${tenant}`, location_id: `loc-${tenant}`, slug: `dsp-${tenant}` },
				...{ dsp_location_id: "s-1", created_at: 0, ended_at: null },
			})),
			catalog_versions: each((tenant) => [
				{ location_id: `loc-${tenant}`, version: 1, created_at: 1 },
				{ location_id: `loc-${tenant}`, version: 2, created_at: 2 },
			]).flat(),
			integrations: each((tenant) => ({
				...{ slug: `pos-${tenant}`, status: tenant === "leaver" ? "deprovisioned" : "active" },
				...{ health: "ok", health_reason: null },
			})),
		},
	};
}
