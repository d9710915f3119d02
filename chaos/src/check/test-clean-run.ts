import { emptyRun, keep, type TestCall, type TestRun, write } from "./test-history.ts";

const LINES = [{ name: "Soup of the day", quantity: 1, price: 650 }];
const MONEY = { lines: LINES, subtotal: 650, tax: 55 };
const ACCEPTED = [
	[null, "sending"],
	[null, "accepted"],
] as [null, string][];

/** A run in which everything that may happen happens, and nothing that must not. */
export function cleanRun(): TestRun {
	const run = emptyRun();
	const at = (actor: string, op: string, ms: number, more: Partial<TestCall> = {}) =>
		write(run, { actor, op, at: ms, ...more });
	const submit = (order: string, ms: number, more: Partial<TestCall> = {}) => {
		const tenant = tenantOf(order);
		at(`dsp:dsp-${tenant}`, "order.submit", ms, {
			...{
				order,
				key: `s-1/${order}`,
				sent: `order ${order}`,
				content: { store: "s-1", ...MONEY },
				answer: `got ${order}`,
			},
			...more,
		});
	};
	const create = (order: string, ms: number, more: Partial<TestCall> = {}) =>
		at(`pos:pos-${tenantOf(order)}`, "order.created", ms, {
			...{ order, key: `key ${order}`, event_id: `create ${order}`, sent: `create ${order}` },
			...{
				content: { store: "4410", ...MONEY },
				status: 201,
				effect: true,
				result: { ticket: `ticket-${order}`, is_async: false },
			},
			...more,
		});
	const tell = (order: string, type: string, ms: number, more: Partial<TestCall> = {}) =>
		at(`dsp:dsp-${tenantOf(order)}`, type, ms, {
			...{
				order,
				key: `${type} ${order}`,
				sent: `${type} ${order}`,
				content: { store: "s-1", status: null },
				effect: true,
			},
			...more,
		});
	const say = (
		order: string,
		op: string,
		ms: number,
		more: Partial<TestCall> & { status_said?: string; is_forged?: true } = {},
	) => {
		const { status_said: status = null, is_forged = false, ...rest } = more;
		const content = { store: "4410", ticket: `ticket-${order}`, status, is_forged };
		const actor = `pos:pos-${tenantOf(order)}`;
		const sent = `${op} ${order} ${status}`;
		at(actor, `webhook.${op}`, ms, { order, sent, content, ...rest });
		if (!is_forged) run.database.inbox.push({ slug: actor.slice(4), digest: sent, copies: 1 });
	};

	// taken, with a lost answer, a double submission, a busy channel, and word from the kitchen
	submit("keen-1", 100);
	submit("keen-1", 101);
	create("keen-1", 110, { end: "info" });
	create("keen-1", 1200, { effect: false });
	tell("keen-1", "location.order.accept", 1210, { end: "fail", status: 500, effect: false });
	tell("keen-1", "location.order.accept", 2300);
	say("keen-1", "order.status.updated", 3000, { status_said: "ready_for_pickup" });
	tell("keen-1", "location.order.notify_status_change", 3010, {
		content: { store: "s-1", status: "ready_for_pickup" },
	});
	say("keen-1", "order.status.updated", 3100, { status_said: "completed", is_forged: true, end: "fail", status: 401 });
	keep(run, {
		...{
			tenant: "keen",
			order: "keen-1",
			at: 100,
			injection: "accepted",
			state: "ready_for_pickup",
			verdict: "accepted",
		},
		steps: [
			[null, "sending"],
			[null, "unknown"],
			[null, "sending"],
			[null, "accepted"],
			["ready_for_pickup", null],
		],
		deliveries: [
			["create keen-1", "order.created", "delivered"],
			["location.order.accept keen-1", "location.order.accept", "delivered"],
		],
	});

	// cancelled by the channel after it was taken
	submit("keen-2", 200);
	create("keen-2", 210);
	tell("keen-2", "location.order.accept", 220);
	at("dsp:dsp-keen", "order.cancel", 300, {
		order: "keen-2",
		key: "s-1/keen-2/cancel",
		sent: "cancel keen-2",
		answer: "got keen-2",
	});
	at("pos:pos-keen", "order.canceled", 310, {
		order: "keen-2",
		key: "cancel keen-2",
		sent: "off keen-2",
		content: { ticket: "ticket-keen-2", store: "4410" },
	});
	keep(run, {
		tenant: "keen",
		order: "keen-2",
		at: 200,
		injection: "accepted",
		state: "dsp_canceled",
		steps: [...ACCEPTED, ["dsp_canceled", null]],
	});

	// refused by the POS
	submit("keen-3", 400);
	create("keen-3", 410, { end: "fail", status: 400, effect: false });
	tell("keen-3", "location.order.fail", 420);
	keep(run, {
		...{ tenant: "keen", order: "keen-3", at: 400, injection: "rejected", state: "failed", verdict: "failed" },
		steps: [
			[null, "sending"],
			["failed", "rejected"],
		],
	});

	// taken when its time was over, and called off
	submit("keen-4", 500);
	create("keen-4", 510, { end: "info" });
	tell("keen-4", "location.order.fail", 20_600);
	create("keen-4", 21_000, { effect: false });
	at("pos:pos-keen", "order.canceled", 21_100, {
		order: "keen-4",
		key: "cancel keen-4",
		sent: "off keen-4",
		content: { ticket: "ticket-keen-4", store: "4410" },
	});
	keep(run, {
		...{ tenant: "keen", order: "keen-4", at: 500, injection: "expired", state: "failed", verdict: "failed" },
		steps: [
			[null, "sending"],
			[null, "unknown"],
			["failed", "expired"],
		],
	});

	// a POS that does not dedupe: refused and sent again; and one that may have arrived, put aside
	submit("once-1", 600);
	create("once-1", 610, { end: "fail", status: 503, effect: false });
	create("once-1", 1700);
	tell("once-1", "location.order.accept", 1710);
	keep(run, { tenant: "once", order: "once-1", at: 600, injection: "accepted", steps: ACCEPTED, verdict: "accepted" });
	submit("once-2", 700);
	create("once-2", 710, { end: "info" });
	tell("once-2", "location.order.fail", 20_710);
	keep(run, {
		...{ tenant: "once", order: "once-2", at: 700, injection: "expired", state: "failed", verdict: "failed" },
		steps: [
			[null, "sending"],
			[null, "unknown"],
			["failed", "expired"],
		],
		deliveries: [["create once-2", "order.created", "parked"]],
	});

	// a POS that answers later
	submit("later-1", 800);
	create("later-1", 810, { result: { ticket: "ticket-later-1", is_async: true } });
	say("later-1", "order.accepted", 1500);
	tell("later-1", "location.order.accept", 1510);
	keep(run, {
		tenant: "later",
		order: "later-1",
		at: 800,
		injection: "accepted",
		verdict: "accepted",
		steps: [
			[null, "sending"],
			[null, "pending_acceptance"],
			[null, "accepted"],
		],
	});

	// hubs that die: one order is taken over, and the next life delivers another
	at("run", "hub.started", 10, { content: { hub: "hub-1", life: 1 } });
	at("run", "order.acknowledged", 104, { order: "keen-1", content: { hub: "hub-1", life: 1 } });
	at("run", "hub.killed", 900, { content: { hub: "hub-1", life: 1 } });
	at("run", "order.acknowledged", 890, { order: "keen-5", content: { hub: "hub-1", life: 1 } });
	at("run", "hub.started", 910, { content: { hub: "hub-1", life: 2 } });
	submit("keen-5", 880);
	create("keen-5", 15_900);
	tell("keen-5", "location.order.accept", 15_910);
	keep(run, { tenant: "keen", order: "keen-5", at: 880, injection: "accepted", steps: ACCEPTED, verdict: "accepted" });
	at("run", "order.acknowledged", 2506, { order: "keen-6", content: { hub: "hub-1", life: 2 } });
	submit("keen-6", 2500);
	create("keen-6", 2510);
	tell("keen-6", "location.order.accept", 2520);
	keep(run, { tenant: "keen", order: "keen-6", at: 2500, injection: "accepted", steps: ACCEPTED, verdict: "accepted" });
	at("run", "healed", 23_000);
	submit("calm-1", 24_000);
	create("calm-1", 24_100);
	tell("calm-1", "location.order.accept", 24_110);
	keep(run, {
		tenant: "quiet",
		order: "calm-1",
		at: 24_000,
		injection: "accepted",
		steps: ACCEPTED,
		verdict: "accepted",
	});

	// tokens, links and catalogs
	at("dsp:dsp-keen", "token.refresh_token", 1000, { key: "r1", end: "info", effect: true, result: { next: "r2" } });
	at("dsp:dsp-keen", "token.refresh_token", 1010, { key: "r1", result: { next: "r3" } });
	at("dsp:dsp-keen", "token.refresh_token", 4000, { key: "r3", result: { next: "r4" } });
	at("pos:pos-keen", "token.refresh_token", 1000, { key: "p1", result: { next: "p1" } });
	at("pos:pos-keen", "token.refresh_token", 4000, { key: "p1", result: { next: "p1" } });
	for (const ms of [1000, 1001, 1002]) at("partner", "partner.refresh", ms, { key: "t1", result: { next: "t2" } });
	at("partner", "partner.refresh", 2000, { key: "t2", result: { next: "t3" } });
	at("partner", "partner.disconnect", 5000, { content: { integration: "pos-leaver" } });
	at("pos:pos-leaver", "catalog", 5500);
	at("partner", "partner.look", 24_900, { key: "a1" });
	at("partner", "partner.revoke", 25_000, { key: "a1" });
	at("partner", "partner.look", 26_500, { key: "a1", end: "fail", status: 401 });
	for (const [version, ms] of [
		[0, 50],
		[1, 3500],
		[1, 3600],
		[3, 6500],
	] as const) {
		const prices = { Caprese: 895 + version, Lasagne: 1495 + version, "Soup of the day": 650 };
		at("dsp:dsp-keen", "menu.taken", ms, { effect: true, content: { store: "s-1", items: 3, prices } });
	}
	at("run", "quiet", 27_000);
	return run;
}

function tenantOf(order: string): string {
	const [tenant = ""] = order.split("-");
	return tenant === "calm" ? "quiet" : tenant;
}
