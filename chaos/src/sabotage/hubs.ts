import type { Patch } from "./build.ts";
import {
	astray,
	busyChannel,
	busyPos,
	byHand,
	type Course,
	calm,
	databaseDies,
	killedWhileSending,
	lateToAnswer,
	ledElsewhere,
	pageForAnswer,
	silentPos,
	slowTokens,
	submittedTwice,
} from "./courses.ts";

/** A hub with one mistake in it, the course that brings it to light, and the invariants of which one must be found broken. */
export interface Sabotage {
	name: string;
	/** What the mistake is, in a sentence. */
	text: string;
	patches: readonly Patch[];
	course: Course;
	breaks: readonly string[];
}

/** To aim a patch again: find the line that does now what `text` did, and copy enough of it to be found once. */
export const SABOTAGED: readonly Sabotage[] = [
	{
		name: "answer-before-commit",
		text: "The channel is answered before its order is durable.",
		patches: [
			{
				file: "features/orders/place.ts",
				text: "const result = await together(submission);",
				by: 'together(submission).catch(() => {});\n\t\tconst result: any = { order_id: submission.dsp_order_id, org_id: "", is_duplicate: true };',
			},
		],
		course: databaseDies,
		breaks: ["O5", "L1"],
	},
	{
		name: "unique-index-removed",
		text: "Nothing keeps one order from being stored twice.",
		patches: [
			{
				file: "storage/migrations/0001_init.sql",
				text: "CREATE UNIQUE INDEX orders_by_dsp_order",
				by: "CREATE INDEX orders_by_dsp_order",
			},
			{
				file: "storage/tables/order.ts",
				text: "ON CONFLICT (org_id, slug, dsp_location_id, dsp_order_id) DO NOTHING RETURNING order_id",
				by: "RETURNING order_id",
			},
		],
		course: submittedTwice,
		breaks: ["O2", "O3", "O10"],
	},
	{
		name: "redirect-followed",
		text: "A redirect of a POS is followed, with the order in hand.",
		patches: [
			{
				file: "clients/egress.ts",
				text: "\t\t\t\t\tsettle,\n",
				by: "\t\t\t\t\tsettle: (outcome: any) => outcome.status >= 300 && outcome.status < 400 && outcome.headers?.location ? void this.send({ ...request, url: outcome.headers.location }).then(settle) : settle(outcome),\n",
			},
		],
		course: astray,
		breaks: ["S3"],
	},
	{
		name: "mark-before-send-removed",
		text: "That a request may have left is not written down before it leaves.",
		patches: [{ file: "features/orders/inject.ts", text: 'state: "unconfirmed"', by: 'state: "pending"', every: true }],
		course: killedWhileSending,
		breaks: ["O2"],
	},
	{
		name: "key-order-off",
		text: "Messages about one order no longer wait for each other.",
		patches: [
			{
				file: "delivery/jobs.ts",
				text: '"order.to-dsp": { policy: "key_strict_fifo"',
				by: '"order.to-dsp": { policy: "standard"',
			},
		],
		course: busyChannel,
		breaks: ["O7", "O9"],
	},
	{
		name: "deadline-job-dropped",
		text: "An order in trouble has nobody who looks at the clock.",
		patches: [
			{ file: "features/orders/answers.ts", text: "send: [deadlineJob(order)]", by: "send: []", every: true },
			{
				file: "features/orders/answers.ts",
				text: "return order.deadline_at - now < may_take_ms;",
				by: "return false;",
			},
			// who looks after orders that were left alone would put it right
			{ file: "features/orders/sweep.ts", text: "tx.send(name, data, { ...options, start_after });", by: "" },
		],
		course: silentPos,
		breaks: ["L1", "O11"],
	},
	{
		name: "late-acceptance-kept",
		text: "A POS that accepts after the deadline is not told that the order is off.",
		patches: [
			{
				file: "features/orders/answers.ts",
				text: "...(isToldAnyway ? {} : { messages: [{ queue: QUEUE, message }] }),",
				by: "",
			},
		],
		course: lateToAnswer,
		breaks: ["O11"],
	},
	{
		name: "verdict-sent-twice",
		text: "Each verdict is queued as two messages.",
		patches: [
			{
				file: "features/orders/commit.ts",
				text: "of write.messages ?? []) {",
				by: "of (write.messages ?? []).flatMap((one) => (one.is_verdict ? [one, { queue: one.queue, message: one.message } as any] : [one]))) {",
			},
		],
		course: calm,
		breaks: ["O3"],
	},
	{
		name: "new-key-per-attempt",
		text: "Every attempt carries another idempotency key.",
		patches: [
			{
				file: "hub.ts",
				text: "pos.sendOrderEvent(provider, token, body, key, limits)",
				by: "pos.sendOrderEvent(provider, token, body, crypto.randomUUID(), limits)",
			},
		],
		course: busyPos,
		breaks: ["O8"],
	},
	{
		name: "at-most-once-retried",
		text: "A POS that must not be asked twice is asked again when it did not answer.",
		patches: [
			{
				file: "features/orders/answers.ts",
				text: 'provider.settings.delivery_contract === "dedupes_by_order_id"',
				by: "provider !== undefined",
			},
			{
				file: "features/orders/inject.ts",
				text: 'provider?.settings.delivery_contract === "dedupes_by_order_id"',
				by: "provider !== undefined",
			},
		],
		course: silentPos,
		breaks: ["O2"],
	},
	{
		name: "binding-at-injection",
		text: "An order goes where its store is linked when it is sent, not where it was when it was taken.",
		patches: [
			{
				file: "storage/tables/order.ts",
				text: "LEFT JOIN location l ON l.org_id = o.org_id AND l.location_id = o.location_id",
				by: "LEFT JOIN binding b ON b.org_id = o.org_id AND b.slug = o.slug AND b.dsp_location_id = o.dsp_location_id AND b.ended_at IS NULL LEFT JOIN location l ON l.org_id = o.org_id AND l.location_id = coalesce(b.location_id, o.location_id)",
			},
		],
		course: ledElsewhere,
		breaks: ["B1"],
	},
	{
		name: "refresh-lease-removed",
		text: "Two processes may refresh one connection at the same time.",
		patches: [
			{
				file: "storage/tables/integration-token.ts",
				text: "AND (lease_expires_at IS NULL OR lease_expires_at <= $6 OR lease_expires_at > $7 OR lease_owner = $9)",
				by: "AND $6::bigint <> $7::bigint AND ($9::uuid IS NULL OR true)",
			},
			{
				file: "features/onboarding/refresh-token.ts",
				text: "if (is_held && !is_gone) {",
				by: "if (is_held && Date.now() < 0) {",
			},
		],
		course: slowTokens,
		breaks: ["T1"],
	},
	{
		name: "guard-removed",
		text: "The update of an order does not look at the state that it is in.",
		patches: [
			{
				file: "storage/tables/order.ts",
				text: "AND o.injection = ANY(v.from_injection) AND o.state = ANY(v.from_state)",
				by: "AND v.from_injection IS NOT NULL AND v.from_state IS NOT NULL",
			},
		],
		course: { ...byHand, seconds: 10 },
		breaks: ["O6", "O3"],
	},
	{
		name: "signature-unchecked",
		text: "A webhook is taken whatever its signature.",
		patches: [{ file: "gateways/signed.ts", text: "if (verified.ok) return provider;", by: "return provider;" }],
		course: { ...calm, during: forge },
		breaks: ["S4"],
	},
	{
		name: "webhook-not-kept",
		text: "A webhook is acknowledged and not written down.",
		patches: [
			{
				file: "features/webhooks/receive-pos-webhook.ts",
				text: "insertInbox(deps.db, {",
				by: "(async (..._: any[]) => {})(deps.db, {",
			},
		],
		course: { ...calm, seconds: 8 },
		breaks: ["O5"],
	},
	{
		name: "page-taken-for-yes",
		text: "Any answer with a 2xx counts as an acceptance.",
		patches: [
			{
				file: "clients/pos-verdict.ts",
				text: '{ kind: "unknown", reason: "unreadable_acceptance" }',
				by: '{ kind: "accepted", pos_order_id: "1", async_acceptance: false }',
			},
		],
		course: pageForAnswer,
		breaks: ["O4", "L1"],
	},
	{
		name: "asynchronous-taken-for-yes",
		text: "The channel hears yes while the POS has still to decide.",
		patches: [
			{
				file: "clients/pos-verdict.ts",
				text: "async_acceptance: order.async_acceptance === true,",
				by: "async_acceptance: false,",
			},
		],
		course: byHand,
		breaks: ["O4"],
	},
];

/** Webhooks with a signature of somebody else's. */
async function forge({ town, kitchens }: Parameters<NonNullable<Course["during"]>>[0]): Promise<void> {
	const event = { type: "location.catalog.updated", object: { location_id: "4410" } } as const;
	for (const tenant of town.tenants) await kitchens.say(tenant, event, { forged: true });
}
