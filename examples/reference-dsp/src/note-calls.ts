import { type DspOrder, type MenuFileV1, normalizeDspSubmission } from "@ticketrail/contract";
import { type Begun, digestOf, type Ended, type History } from "@ticketrail/history";
import type { Fault, FaultyEndpoint } from "./faults.ts";
import { readJson } from "./grants.ts";
import type { Answer, Call } from "./server.ts";

/** A call that is being noted: its work is done, and then this answer leaves, or none when a fault takes it. */
export interface NotedCall {
	done(answer: Answer, effect: boolean): void;
	answered(answer: Answer, fault: Fault | undefined): void;
}

/** Notes in a history what the hub tells this DSP, what the DSP tells the hub, and which menus it takes in. */
export function createNoteCalls(deps: { history: History; slug: string }) {
	const { history, slug: integration } = deps;

	return {
		received(name: FaultyEndpoint, call: Call): NotedCall {
			const begun = name === "event" ? readEvent(call) : readToken(call);
			const end = history.begin({ ...begun, integration, bytes: call.raw_body });
			let hasEffect = false;
			let content: unknown = null;
			call.onGone(() => end({ kind: "info", effect: hasEffect, content }));
			return {
				done(answer, effect) {
					hasEffect = effect;
					if (name === "token") content = grantOf(answer);
				},
				answered({ status, body }, fault) {
					if (fault?.kind === "hang") return;
					const isLost = fault?.kind === "cut" || fault?.kind === "half";
					const said: Ended = isLost ? { kind: "info" } : { kind: status < 300 ? "ok" : "fail", status, bytes: body };
					end({ ...said, effect: hasEffect, content });
				},
			};
		},
		/** One try of a message to the hub. */
		sent(body: string): (end: Ended) => void {
			return history.begin({ ...readSubmission(body), integration, bytes: body });
		},
		/** A menu is on show at a store: how many items it has, and what they cost. */
		menu(location_id: string, menu: MenuFileV1): void {
			const items = menu.menus.flatMap(({ categories }) => categories.flatMap((category) => category.items));
			const prices = items.map(({ name, variations }) => [name, variations[0]?.price]);
			const content = { store: location_id, items: items.length, prices: Object.fromEntries(prices) };
			history.begin({ op: "menu.taken", integration, content })({ kind: "ok", effect: true });
		},
	};
}

function readEvent(call: Call): Begun {
	const event = Object(readJson(call.raw_body)) as Record<string, unknown>;
	const { type, order_id, location_id, failure_reason, order_status_update } = event;
	return {
		op: textOf(type) ?? "unreadable",
		order: textOf(order_id),
		key: call.header("idempotency-key"),
		content: { store: location_id, reason: failure_reason ?? null, status: order_status_update ?? null },
	};
}

function readToken(call: Call): Begun {
	const { grant_type, refresh_token } = Object(readJson(call.raw_body));
	const shown = textOf(refresh_token);
	return { op: `token.${textOf(grant_type) ?? "unreadable"}`, key: shown === null ? null : digestOf(shown) };
}

function grantOf({ body }: Answer): unknown {
	const next = textOf(Object(readJson(Buffer.from(body))).refresh_token);
	return next === null ? null : { next: digestOf(next) };
}

function readSubmission(body: string): Begun {
	const submission = normalizeDspSubmission(JSON.parse(body));
	switch (submission.kind) {
		case "new_order": {
			const { order, location_id } = submission;
			const { subtotal, tax } = order;
			const content = { store: location_id, lines: linesOf(order.items), subtotal, tax };
			return { op: "order.submit", order: order.id, key: `${location_id}/${order.id}`, content };
		}
		case "cancel_order": {
			const { order_id, location_id } = submission;
			return {
				op: "order.cancel",
				order: order_id,
				key: `${location_id}/${order_id}/cancel`,
				content: { store: location_id },
			};
		}
		default:
			return { op: submission.kind };
	}
}

/** Quantity, price and choices of each line: what must be the same on both sides of the hub. */
function linesOf(lines: DspOrder["items"] | DspOrder["items"][number]["modifiers"]): unknown[] {
	return lines.map(({ name, quantity, price, modifiers }) => {
		const inside = linesOf(modifiers ?? []);
		return { name, quantity, price, ...(inside.length > 0 ? { modifiers: inside } : {}) };
	});
}

function textOf(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
