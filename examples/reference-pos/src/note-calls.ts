import { type Begun, digestOf, type Ended, type History } from "@ticketrail/history";
import type { EndpointCall, EndpointReply } from "@ticketrail/pos-kit";
import type { FaultyEndpoint, NotedCall } from "./faults.ts";
import type { Shop } from "./shop.ts";
import type { Wire } from "./wire.ts";

/** Notes each call of the hub in a history: what came, what it changed here, and how it ended for the caller. */
export function createNoteCalls(deps: { history: History; wire: Wire; shop: Shop; slug: string }) {
	const { history, wire, shop, slug: integration } = deps;

	return (name: FaultyEndpoint, call: EndpointCall): NotedCall => {
		const begun = name === "orders" ? readEvent(call, shop) : readOther(name, call);
		const end = history.begin({ ...begun, integration, bytes: call.raw_body });
		let effect = false;
		let content: unknown = null;
		wire.onGone(() => end({ kind: "info", effect, content }));
		return {
			done(reply) {
				effect = reply.status < 300 && reply.headers?.["idempotent-replayed"] === undefined;
				content = name === "orders" ? ticketOf(reply) : name === "token" ? grantOf(reply) : null;
			},
			answered(reply) {
				const said: Ended =
					reply === undefined
						? { kind: "info" }
						: { kind: reply.status < 300 ? "ok" : "fail", status: reply.status, bytes: reply.body };
				end({ ...said, effect, content });
			},
		};
	};
}

function readEvent(call: EndpointCall, shop: Shop): Begun {
	const { type, object } = Object(parse(call.raw_body)) as { type?: unknown; object?: Record<string, unknown> };
	const { idempotency_key, dsp_order_id, provider_id, order_id, location_id, line_items, subtotal, tax } =
		Object(object);
	const ticket = shop.tickets.get(provider_id ?? order_id ?? "");
	return {
		op: textOf(type) ?? "unreadable",
		order: textOf(dsp_order_id) ?? ticket?.order.dsp_order_id,
		key: textOf(idempotency_key) ?? call.header("idempotency-key"),
		event_id: call.header("idempotency-key"),
		content:
			type === "order.created"
				? { store: location_id, lines: linesOf(line_items), subtotal, tax }
				: { ticket: provider_id ?? order_id ?? null, store: location_id, status: Object(object).status ?? null },
	};
}

function readOther(name: FaultyEndpoint, call: EndpointCall): Begun {
	if (name !== "token") return { op: name };
	const { grant_type, refresh_token } = Object(parse(call.raw_body));
	const shown = textOf(refresh_token);
	return { op: `token.${textOf(grant_type) ?? "unreadable"}`, key: shown === null ? null : digestOf(shown) };
}

function ticketOf({ body }: EndpointReply): unknown {
	const { order } = Object(parse(body));
	if (order === undefined) return null;
	return { ticket: order.provider_id ?? null, is_async: order.async_acceptance === true };
}

function grantOf({ body }: EndpointReply): unknown {
	const next = textOf(Object(parse(body)).refresh_token);
	return next === null ? null : { next: digestOf(next) };
}

/** Quantity, price and choices of each line: what must be the same on both sides of the hub. */
function linesOf(lines: unknown): unknown {
	if (!Array.isArray(lines)) return [];
	return lines.map(({ name, quantity, price_amount: price, modifiers }) => {
		const inside = linesOf(modifiers) as unknown[];
		return { name, quantity, price, ...(inside.length > 0 ? { modifiers: inside } : {}) };
	});
}

function parse(bytes: Uint8Array | string): unknown {
	try {
		return JSON.parse(typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8"));
	} catch {
		return undefined;
	}
}

function textOf(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
