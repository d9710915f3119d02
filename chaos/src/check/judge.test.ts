import type { HistoryLine } from "@ticketrail/history";
import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { joinCalls } from "./run.ts";
import { cleanRun } from "./test-clean-run.ts";
import { brokenIn, erase, find, row, type TestCall, type TestRun, write } from "./test-history.ts";

/** What is planted, which invariant it breaks (`+`: others may be broken with it), and how it is planted. */
type Planting = [what: string, invariant: string, plant: (run: TestRun) => void];

const invoke = (run: TestRun, op: string, order: string, nth = 0): HistoryLine => {
	const line = find(run, { op, order, kind: "invoke" })[nth];
	if (line === undefined) throw new Error(`no ${op} of ${order}`);
	return line;
};
const endOf = (run: TestRun, begun: HistoryLine): HistoryLine =>
	run.lines.find(
		({ kind, actor, op, call }) => kind !== "invoke" && actor === begun.actor && op === begun.op && call === begun.n,
	) as HistoryLine;
const move = (line: HistoryLine, ms: number) => Object.assign(line, { mono_ns: ms * 1e6, wall: ms });
const create = (order: string, at: number, more: Partial<TestCall> = {}): TestCall => ({
	...{
		actor: `pos:pos-${order.split("-")[0]}`,
		op: "order.created",
		at,
		order,
		key: `key ${order}`,
		event_id: `create ${order}`,
	},
	...{ sent: `create ${order}`, status: 201, effect: true, result: { ticket: `t-${order}`, is_async: false } },
	content: { store: "4410", lines: [{ name: "Soup of the day", quantity: 1, price: 650 }], subtotal: 650, tax: 55 },
	...more,
});
const told = (order: string, op: string, at: number, more: Partial<TestCall> = {}): TestCall => ({
	...{
		actor: `dsp:dsp-${order.split("-")[0]}`,
		op,
		at,
		order,
		key: `${op} ${order}`,
		sent: `${op} ${order}`,
		effect: true,
	},
	...{ content: { store: "s-1", status: null }, ...more },
});

const PLANTINGS: Planting[] = [
	["an order at the POS that nobody placed", "O1", (run) => write(run, create("keen-99", 600))],
	[
		"an order with another price at the POS",
		"O1",
		(run) =>
			Object.assign(invoke(run, "order.created", "keen-6"), {
				content: {
					store: "4410",
					lines: [{ name: "Soup of the day", quantity: 1, price: 600 }],
					subtotal: 600,
					tax: 55,
				},
			}),
	],
	[
		"an order with a line less at the POS",
		"O1",
		(run) =>
			Object.assign(invoke(run, "order.created", "keen-6"), {
				content: { store: "4410", lines: [], subtotal: 650, tax: 55 },
			}),
	],
	["two tickets for one order", "O2", (run) => write(run, create("keen-6", 3000))],
	[
		"a second request to a POS that does not dedupe, when the first had no answer",
		"O2",
		(run) => write(run, create("once-2", 9000, { effect: false })),
	],
	[
		"a second request to a POS that does not dedupe, when it had said yes",
		"O2",
		(run) => write(run, create("once-1", 9000, { effect: false })),
	],
	["both verdicts", "O3", (run) => write(run, told("keen-6", "location.order.fail", 4000))],
	[
		"a verdict in other bytes",
		"O3",
		(run) => write(run, told("keen-6", "location.order.accept", 4000, { sent: "accepted, twice" })),
	],
	[
		"a verdict as two messages",
		"O3",
		(run) => write(run, told("keen-6", "location.order.accept", 4000, { key: "another" })),
	],
	["an acceptance that the POS never gave", "O4", (run) => erase(run, [invoke(run, "order.created", "keen-6")])],
	[
		"an acceptance, when the POS had answered without a ticket",
		"O4",
		(run) => Object.assign(endOf(run, invoke(run, "order.created", "keen-6")), { effect: false, content: null }),
	],
	[
		"an acceptance before the POS had given it",
		"O4",
		(run) => move(invoke(run, "location.order.accept", "keen-6"), 2501),
	],
	[
		"an acceptance while the POS had still to decide",
		"O4",
		(run) => move(invoke(run, "location.order.accept", "later-1"), 900),
	],
	[
		"an acknowledged order that is in no database",
		"O5",
		(run) =>
			void run.database.orders.splice(
				run.database.orders.findIndex(({ order_id }) => order_id === "keen-6"),
				1,
			),
	],
	["an acknowledged webhook that is in no database", "O5", (run) => void run.database.inbox.pop()],
	[
		"an order that went back",
		"O6",
		(run) =>
			void run.database.order_events.push({
				order_id: "keen-2",
				event_id: "keen-2-9",
				type: "step",
				state: "in_progress",
				injection: null,
				at: 999,
			}),
	],
	[
		"an injection that came to life again",
		"O6",
		(run) =>
			void run.database.order_events.push({
				order_id: "keen-3",
				event_id: "keen-3-9",
				type: "step",
				state: null,
				injection: "sending",
				at: 999,
			}),
	],
	[
		"a state that nobody wrote down",
		"O6",
		(run) => Object.assign(row(run, "orders", { order_id: "keen-6" }), { state: "completed" }),
	],
	[
		"a cancellation that left before its order was settled",
		"O7",
		(run) => move(endOf(run, invoke(run, "order.created", "keen-2")), 400),
	],
	[
		"progress told before the verdict was taken",
		"O7",
		(run) => [invoke(run, "location.order.notify_status_change", "keen-1")].map((line) => move(line, 2200)),
	],
	[
		"an attempt under another key",
		"O8",
		(run) => Object.assign(invoke(run, "order.created", "keen-1", 1), { key: "another" }),
	],
	[
		"an attempt with other bytes",
		"O8",
		(run) => Object.assign(invoke(run, "order.created", "keen-1", 1), { bytes_sha256: "another" }),
	],
	[
		"an attempt under another id",
		"O8",
		(run) => Object.assign(invoke(run, "order.created", "keen-1", 1), { event_id: "another" }),
	],
	[
		"two messages under one id",
		"O8",
		(run) =>
			Object.assign(invoke(run, "location.order.notify_status_change", "keen-1"), {
				event_id: "location.order.accept keen-1",
			}),
	],
	[
		"two requests about one order at the same time",
		"O9",
		(run) => move(endOf(run, invoke(run, "order.created", "keen-1")), 1300),
	],
	[
		"a request that never ended when the next began",
		"O9",
		(run) => write(run, told("keen-6", "location.order.accept", 2515, { end: "none" })),
	],
	[
		"another answer to the same order",
		"O10",
		(run) => Object.assign(endOf(run, invoke(run, "order.submit", "keen-1", 1)), { bytes_sha256: "another" }),
	],
	["no verdict at all", "O11", (run) => erase(run, [invoke(run, "location.order.accept", "keen-6")])],
	[
		"a verdict after the limit of the DSP",
		"O11",
		(run) =>
			[invoke(run, "location.order.fail", "once-2")].map((line) => [
				move(line, 60_000),
				move(endOf(run, line), 60_001),
			]),
	],
	[
		"an order that was taken too late and is still cooked",
		"O11",
		(run) => erase(run, [invoke(run, "order.canceled", "keen-4")]),
	],
	[
		"an order that its channel took back and that is still cooked",
		"O11",
		(run) => erase(run, [invoke(run, "order.canceled", "keen-2")]),
	],
	[
		"a store with two links at once",
		"B1",
		(run) =>
			void run.database.bindings.push({
				...row(run, "bindings", { binding_id: "link-keen" }),
				binding_id: "second",
				created_at: 300,
			}),
	],
	[
		"an order at another kitchen than its store was linked to",
		"B1",
		(run) =>
			Object.assign(invoke(run, "order.created", "keen-6"), {
				content: { ...(invoke(run, "order.created", "keen-6").content as object), store: "4411" },
			}),
	],
	[
		"an order through a link that was not in force",
		"B1",
		(run) => Object.assign(row(run, "bindings", { binding_id: "link-once" }), { created_at: 650 }),
	],
	[
		"a menu of two versions",
		"K1",
		(run) =>
			Object.assign(find(run, { op: "menu.taken", kind: "invoke" })[1] as HistoryLine, {
				content: { store: "s-1", items: 3, prices: { Caprese: 896, Lasagne: 1495 } },
			}),
	],
	[
		"an older menu after a newer one",
		"K1",
		(run) =>
			write(run, {
				actor: "dsp:dsp-keen",
				op: "menu.taken",
				at: 9000,
				effect: true,
				content: { store: "s-1", items: 3, prices: { Caprese: 896, Lasagne: 1496 } },
			}),
	],
	[
		"a menu without a dish",
		"K1",
		(run) =>
			write(run, {
				actor: "dsp:dsp-keen",
				op: "menu.taken",
				at: 9000,
				effect: true,
				content: { store: "s-1", items: 0, prices: {} },
			}),
	],
	[
		"an empty catalog",
		"K1",
		(run) => Object.assign(row(run, "locations", { location_id: "loc-keen" }), { live_objects: 0 }),
	],
	[
		"an older catalog version that came after a newer one",
		"K1",
		(run) => Object.assign(row(run, "catalog_versions", { location_id: "loc-keen", version: 2 }), { created_at: 0 }),
	],
	[
		"two refreshes of one connection at once",
		"T1",
		(run) =>
			move(
				endOf(run, find(run, { op: "token.refresh_token", actor: "pos:pos-keen", kind: "invoke" })[0] as HistoryLine),
				4001,
			),
	],
	[
		"a refresh token that was shown again and again",
		"T1",
		(run) =>
			[9000, 9010, 9020, 9030].map((at) =>
				write(run, { actor: "dsp:dsp-keen", op: "token.refresh_token", at, key: "r3", result: { next: `r${at}` } }),
			),
	],
	[
		"two successors of one refresh token",
		"T2",
		(run) => write(run, { actor: "partner", op: "partner.refresh", at: 1003, key: "t1", result: { next: "other" } }),
	],
	[
		"a partner who is thrown out for refreshing twice",
		"T2",
		(run) => write(run, { actor: "partner", op: "partner.refresh", at: 1003, key: "t1", end: "fail", status: 400 }),
	],
	[
		"a disconnected POS that is still called",
		"T3",
		(run) => write(run, { actor: "pos:pos-leaver", op: "catalog", at: 6100 }),
	],
	[
		"a revoked token that still works",
		"T3",
		(run) => write(run, { actor: "partner", op: "partner.look", at: 27_000, key: "a1" }),
	],
	["a call to a stranger", "S3", (run) => write(run, { actor: "canary", op: "called", at: 3000 })],
	[
		"a forged webhook that is taken",
		"S4",
		(run) =>
			Object.assign(
				endOf(
					run,
					find(run, { actor: "pos:pos-keen", op: "webhook.order.status.updated", kind: "invoke" })[1] as HistoryLine,
				),
				{ kind: "ok", status: 200 },
			),
	],
	[
		"a forged status that reaches the channel",
		"S4",
		(run) =>
			write(
				run,
				told("keen-1", "location.order.notify_status_change", 3200, {
					key: "forged",
					sent: "forged",
					content: { store: "s-1", status: "completed" },
				}),
			),
	],
	[
		"one status that the channel hears twice",
		"S4",
		(run) =>
			write(
				run,
				told("keen-1", "location.order.notify_status_change", 3200, {
					key: "again",
					sent: "again",
					content: { store: "s-1", status: "ready_for_pickup" },
				}),
			),
	],
	[
		"an order that is lost",
		"L1",
		(run) => erase(run, [invoke(run, "order.created", "keen-6"), invoke(run, "location.order.accept", "keen-6")]),
	],
	[
		"an order without an end",
		"L1",
		(run) => [
			Object.assign(row(run, "orders", { order_id: "keen-6" }), { injection: "unknown" }),
			run.database.order_events.push({
				order_id: "keen-6",
				event_id: "keen-6-9",
				type: "step",
				state: null,
				injection: "unknown",
				at: 9,
			}),
		],
	],
	[
		"a message that is still to be sent",
		"L2",
		(run) =>
			Object.assign(row(run, "deliveries", { delivery_id: "location.order.accept keen-1" }), { state: "pending" }),
	],
	[
		"a message that was given up without a reason",
		"L2",
		(run) => Object.assign(row(run, "deliveries", { delivery_id: "create once-2" }), { reason: null }),
	],
	["jobs that nobody works on", "L2", (run) => void run.database.due_jobs.push({ name: "order.to-pos", count: 3 })],
	[
		"a hub that ended by itself",
		"L2",
		(run) => write(run, { actor: "run", op: "hub.ended code 1 signal null", at: 4000 }),
	],
	[
		"a hub that was slow to come back",
		"L3",
		(run) => [
			move(invoke(run, "order.created", "keen-6"), 6200),
			move(endOf(run, invoke(run, "order.created", "keen-6")), 6201),
			move(invoke(run, "location.order.accept", "keen-6"), 6210),
			move(endOf(run, invoke(run, "location.order.accept", "keen-6")), 6211),
		],
	],
	[
		"an order that nobody took over from a dead hub",
		"L3",
		(run) => [
			move(invoke(run, "order.created", "keen-5"), 31_000),
			move(endOf(run, invoke(run, "order.created", "keen-5")), 31_001),
			move(invoke(run, "location.order.accept", "keen-5"), 31_010),
			move(endOf(run, invoke(run, "location.order.accept", "keen-5")), 31_011),
		],
	],
	[
		"a quiet merchant who waits behind a flood",
		"L4",
		(run) => [
			move(invoke(run, "order.created", "calm-1"), 29_500),
			move(endOf(run, invoke(run, "order.created", "calm-1")), 29_501),
			move(invoke(run, "location.order.accept", "calm-1"), 29_600),
			move(endOf(run, invoke(run, "location.order.accept", "calm-1")), 29_601),
		],
	],
];

test("a run in which nothing is wrong is clean", () => {
	const { manifest, lines, database } = cleanRun();
	const { findings, ...report } = judge({ manifest, calls: joinCalls(lines), database });
	expect(findings).toEqual([]);
	expect(report).toMatchObject({
		orders: 10,
		acknowledged: 10,
		accepted: 7,
		failed: 3,
		lost: 0,
		doubled: 0,
		late: 0,
		violations: 0,
	});
	expect(report.recovery_ms.max).toBe(1600);
	expect(report.takeover_ms.max).toBe(15_000);
});

test("a hub that had no database to come back to is not called slow", () => {
	const run = cleanRun();
	PLANTINGS.find(([what]) => what === "a hub that was slow to come back")?.[2](run);
	expect(brokenIn(run)).toContain("L3");
	write(run, { actor: "run", op: "database.killed", at: 4000, took: 3000 });
	expect(brokenIn(run)).not.toContain("L3");
});

test("an order that comes while a link is being ended may go through it", () => {
	const run = cleanRun();
	const link = row(run, "bindings", { binding_id: "link-once" });
	Object.assign(link, { created_at: -9000, ended_at: -1000 });
	expect(brokenIn(run)).toContain("B1");
	const content = { tenant: "once", store: link.dsp_location_id };
	write(run, { actor: "partner", op: "partner.unlink", at: -1010, took: 1000, content });
	expect(brokenIn(run)).not.toContain("B1");
});

test.each(PLANTINGS)("the checker finds %s (%s)", (_, invariant, plant) => {
	const run = cleanRun();
	plant(run);
	expect(brokenIn(run)).toContain(invariant);
});

test("every invariant that a history can show has a violation planted for it", () => {
	const planted = new Set(PLANTINGS.map(([, invariant]) => invariant));
	const wanted = [
		"B1",
		"K1",
		"L1",
		"L2",
		"L3",
		"L4",
		...Array.from({ length: 11 }, (_, n) => `O${n + 1}`),
		"S3",
		"S4",
		"T1",
		"T2",
		"T3",
	];
	expect([...planted].sort()).toEqual(wanted.sort());
	expect(PLANTINGS.length).toBeGreaterThanOrEqual(30);
});
