import {
	type InStoreOrder,
	type KnownPosWebhook,
	type LocationStatusUpdated,
	type OrderAccepted,
	type OrderRejected,
	type OrderStatusUpdated,
	SIGNATURE_HEADER,
	signBody,
} from "@ticketrail/contract";

export interface WebhookSenderSettings {
	/** The hub's own address, for example `https://hub.example`. */
	hub_url: string;
	/** The POS's slug at that hub, the last but one part of `/pos/{slug}/webhook`. */
	slug: string;
	/** The webhook secret agreed with the hub. */
	secret: string;
	fetch?: typeof globalThis.fetch;
	/** Tries in all for a hub that does not answer or answers 408, 429 or 5xx. Default 3. */
	attempts?: number;
	/** Longest wait for one answer, in ms. Default 10 s. */
	timeout_ms?: number;
	/** How to wait before try n + 1; default: half a second, doubled each time. */
	wait?: (attempt: number) => Promise<void>;
}

/** What became of a webhook. `refused` and `unreachable` carry a sentence for the POS's own log. */
export type WebhookResult =
	| { kind: "taken"; status: number; reply: unknown }
	| { kind: "refused"; status: number; message: string }
	| { kind: "unreachable"; message: string };

export interface WebhookSender {
	/** Send any event of B.7 as it is. */
	send(event: KnownPosWebhook): Promise<WebhookResult>;
	/** The catalog changed: the hub fetches it again. */
	catalogUpdated(location_id: string): Promise<WebhookResult>;
	/** One object went out of stock or came back. */
	objectUpdated(change: {
		location_id: string;
		object_id: string;
		object_type: "item_family" | "item" | "modifier_group" | "modifier";
		is_active: boolean;
	}): Promise<WebhookResult>;
	/** The location stops taking orders, until `paused_until` (epoch ms) if given, or takes them again. */
	locationStatus(change: LocationStatusUpdated["object"]): Promise<WebhookResult>;
	/** An order moved on: `ready_for_pickup`, `completed`, `merchant_canceled`, … (contract.md E.5). */
	orderStatus(change: OrderStatusUpdated["object"]): Promise<WebhookResult>;
	/** The verdict on an order that was answered with `async_acceptance`; due within 60 s (contract.md B.5.7). */
	orderAccepted(order: OrderAccepted["object"]): Promise<WebhookResult>;
	orderRejected(order: OrderRejected["object"]): Promise<WebhookResult>;
	/** An order taken at the till that the hub shall dispatch (contract.md B.8). */
	inStoreOrder(order: InStoreOrder): Promise<WebhookResult>;
}

/**
 * The POS's voice (contract.md B.7): each call is one signed POST to `/pos/{slug}/webhook`. The bytes that are signed are
 * the bytes that are sent, the same in every try. Never throws for what the network or the hub does.
 */
export function createWebhookSender(settings: WebhookSenderSettings): WebhookSender {
	const { slug, secret, attempts = 3, timeout_ms = 10_000 } = settings;
	const fetch = settings.fetch ?? globalThis.fetch;
	const wait = settings.wait ?? ((attempt) => new Promise((done) => setTimeout(done, 250 * 2 ** attempt)));
	const url = `${settings.hub_url.replace(/\/+$/, "")}/pos/${encodeURIComponent(slug)}/webhook`;

	async function tryOnce(body: string, signature: string): Promise<WebhookResult> {
		try {
			const response = await fetch(url, {
				method: "POST",
				headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
				body,
				redirect: "manual",
				signal: AbortSignal.timeout(timeout_ms),
			});
			const reply = readReply(await response.text());
			if (response.ok) return { kind: "taken", status: response.status, reply };
			return { kind: "refused", status: response.status, message: explain(response.status, reply) };
		} catch (error) {
			return { kind: "unreachable", message: `the hub did not answer: ${reasonOf(error)}` };
		}
	}

	async function send(event: KnownPosWebhook): Promise<WebhookResult> {
		const body = JSON.stringify(event);
		const signature = signBody(secret, body);
		for (let attempt = 1; ; attempt++) {
			const result = await tryOnce(body, signature);
			if (attempt >= attempts || !isWorthRepeating(result)) return result;
			await wait(attempt);
		}
	}

	return {
		send,
		catalogUpdated: (location_id) => send({ type: "location.catalog.updated", object: { location_id } }),
		objectUpdated: ({ is_active, ...object }) =>
			send({ type: "location.catalog.object.updated", object: { ...object, object_update: { is_active } } }),
		locationStatus: (object) => send({ type: "location.status.updated", object }),
		orderStatus: (object) => send({ type: "order.status.updated", object }),
		orderAccepted: (object) => send({ type: "order.accepted", object }),
		orderRejected: (object) => send({ type: "order.rejected", object }),
		inStoreOrder: (object) => send({ type: "order.created", object }),
	};
}

function isWorthRepeating(result: WebhookResult): boolean {
	if (result.kind === "unreachable") return true;
	return result.kind === "refused" && (result.status >= 500 || result.status === 408 || result.status === 429);
}

function readReply(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The hub's own words where it has any: problem+json carries `detail` and `title`, others `message`. */
function explain(status: number, reply: unknown): string {
	const words = (reply ?? {}) as { detail?: unknown; title?: unknown; message?: unknown };
	const said = [words.detail, words.message, words.title].find((part) => typeof part === "string");
	return said === undefined ? `the hub answered ${status}` : `the hub answered ${status}: ${said}`;
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
