import { POS_PATHS, type PosTokenReply } from "@ticketrail/contract";
import type { ConsentAnswer } from "./authorize.ts";
import { createPosHandlers, type PosHandlers, type PosSettings } from "./handlers.ts";
import type { OrderDecision } from "./orders.ts";

/** A POS for the kit's own tests: what it is asked lands in lists, what it says can be set, its clock stands still. */
export interface TestPos {
	handlers: PosHandlers;
	clock: { now: number };
	/** What the merchant decides on the consent page. */
	consent: { answer: ConsentAnswer };
	/** What the kitchen says to the next orders. */
	kitchen: { decision: () => OrderDecision | Promise<OrderDecision> };
	placed: string[];
	updated: string[];
	canceled: string[];
	authorize(query?: Record<string, string>, method?: string): Promise<Response>;
	/** A fresh code, as the hub finds it on its redirect address. */
	code(redirect_uri?: string): Promise<string>;
	token(body: Record<string, unknown>): Promise<Response>;
	/** A merchant's tokens, got as a hub gets them. */
	signIn(): Promise<PosTokenReply>;
	call(path: keyof typeof POS_PATHS, access_token: string | undefined, init?: RequestInit): Promise<Response>;
	order(access_token: string, event: unknown): Promise<Response>;
}

export const CLIENT = { client_id: "the-hub", client_secret: "s3cret-of-the-hub", name: "The hub" };
export const REDIRECT_URI = "https://hub.example/oauth/callback/my-pos";
const ORIGIN = "https://pos.example";

export function createTestPos(overrides: Partial<PosSettings> = {}): TestPos {
	const clock = { now: 1_760_000_000_000 };
	const consent: TestPos["consent"] = { answer: { kind: "approved", account: { id: "merchant-1" } } };
	const kitchen: TestPos["kitchen"] = { decision: () => ({ kind: "accepted", provider_id: "ticket-7" }) };
	const placed: string[] = [];
	const updated: string[] = [];
	const canceled: string[] = [];
	const address = {
		address_line_1: "1 Main St",
		city: "Springfield",
		state: "IL",
		postal_code: "62701",
		country: "US",
	};
	const handlers = createPosHandlers({
		clients: [CLIENT],
		consent: () => consent.answer,
		listLocations: ({ id }) => [{ provider_id: `loc-of-${id}`, name: "Main St", address }],
		loadCatalog: (scope) =>
			"location_id" in scope && scope.location_id === "pos-loc-7" ? { category: [], item_family: [] } : undefined,
		desk: {
			place(order) {
				placed.push(order.idempotency_key);
				return kitchen.decision();
			},
			update({ order_id, status }) {
				updated.push(`${order_id} ${status}`);
				return order_id === "ticket-7";
			},
			cancel({ provider_id }) {
				canceled.push(provider_id);
				return provider_id === "ticket-7";
			},
		},
		now: () => clock.now,
		...overrides,
	});

	const pos: TestPos = {
		handlers,
		clock,
		consent,
		kitchen,
		placed,
		updated,
		canceled,
		authorize(query = {}, method = "GET") {
			const asked = { client_id: CLIENT.client_id, response_type: "code", redirect_uri: REDIRECT_URI, ...query };
			const address = `${ORIGIN}${POS_PATHS.authorize}?${new URLSearchParams(asked)}`;
			return handlers.authorize(new Request(address, { method }));
		},
		async code(redirect_uri = REDIRECT_URI) {
			const location = (await pos.authorize({ redirect_uri })).headers.get("location") ?? "";
			return new URL(location).searchParams.get("code") ?? "";
		},
		token(body) {
			const { client_id, client_secret } = CLIENT;
			const text = JSON.stringify({ client_id, client_secret, ...body });
			return handlers.token(new Request(`${ORIGIN}${POS_PATHS.token}`, { method: "POST", body: text }));
		},
		async signIn() {
			const exchange = { grant_type: "authorization_code", code: await pos.code(), redirect_uri: REDIRECT_URI };
			return (await (await pos.token(exchange)).json()) as PosTokenReply;
		},
		async call(path, access_token, init = {}) {
			const headers = new Headers(init.headers);
			if (access_token !== undefined) headers.set("authorization", `Bearer ${access_token}`);
			const request = new Request(`${ORIGIN}${POS_PATHS[path]}`, { ...init, headers });
			return (await handlers.route(request)) as Response;
		},
		order: (access_token, event) => pos.call("orders", access_token, { method: "POST", body: JSON.stringify(event) }),
	};
	return pos;
}
