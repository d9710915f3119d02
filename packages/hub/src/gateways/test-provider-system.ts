import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A location or store as the system lists it; more fields may be set. */
export interface ListedByTest {
	provider_id: string;
	name: string;
	address: Record<string, string>;
	[field: string]: unknown;
}

/**
 * A POS or DSP for tests on a real socket: hands out codes, exchanges each once, lists locations, serves one catalog. Tests
 * change its fields to make it misbehave.
 */
export interface TestProviderSystem {
	url: string;
	type: "pos" | "dsp";
	/** A code that the merchant's sign-in would have brought; good for one exchange. */
	newCode(redirect_uri?: string): string;
	/** bodies of the token requests, in order */
	exchanges: Record<string, unknown>[];
	/** bearer tokens that it takes */
	tokens: Set<string>;
	locations: ListedByTest[];
	/** answer by path instead of the usual one; a promise is waited for */
	answers: Map<string, () => Promise<{ status: number; body: unknown }> | { status: number; body: unknown }>;
	/** statuses of the catalog by location */
	catalog_status: Map<string, number>;
	/** locations whose catalog was fetched */
	catalog_fetches: string[];
	/** `POST` or `DELETE` and the location of each connection call */
	connections: string[];
	/** stores that it shows as not connected when it is asked; all others are */
	unconnected: Set<string>;
	close(): Promise<void>;
}

const CATALOG = {
	category: [{ provider_id: "c1", name: "Pizza", item_family_ids: ["f1"] }],
	item_family: [{ provider_id: "f1", name: "Margherita", item_ids: ["i1"] }],
	item: [{ provider_id: "i1", name: "Regular", price_amount: 1200, price_currency: "USD" }],
	modifier_group: [],
	modifier: [],
	menu: [],
	tax: [],
};

export async function startTestProvider(type: "pos" | "dsp"): Promise<TestProviderSystem> {
	const codes = new Map<string, string | undefined>();
	let count = 0;
	const server = createServer((request, response) => void handle(request, response));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const system: TestProviderSystem = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		type,
		newCode(redirect_uri) {
			const code = `${type}-code-${++count}`;
			codes.set(code, redirect_uri);
			return code;
		},
		exchanges: [],
		tokens: new Set(),
		locations: [],
		answers: new Map(),
		catalog_status: new Map(),
		catalog_fetches: [],
		connections: [],
		unconnected: new Set(),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return system;

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = (request.url ?? "").split("?", 1)[0]?.replace(`/stream-${type}/v1/`, "") ?? "";
		const text = await readAll(request);
		const { status, body } = (await system.answers.get(path)?.()) ?? answer(path, request, text);
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
	}

	function answer(path: string, request: IncomingMessage, text: string): { status: number; body: unknown } {
		if (path === "token") return exchange(JSON.parse(text) as Record<string, unknown>);
		const bearer = request.headers.authorization?.replace("Bearer ", "") ?? "";
		if (!system.tokens.has(bearer)) return { status: 401, body: { status: 401, message: "merchant not signed in" } };
		if (path === "locations") return { status: 200, body: { locations: system.locations } };
		if (path === "locations/connection" && request.method === "GET") {
			const location_id = new URL(request.url ?? "", system.url).searchParams.get("location_id") ?? "";
			return { status: 200, body: { connected: !system.unconnected.has(location_id), location_id } };
		}
		if (path === "locations/connection") {
			system.connections.push(`${request.method} ${(JSON.parse(text) as { location_id: string }).location_id}`);
			return { status: 200, body: {} };
		}
		if (path === "catalog") {
			const location_id = String(request.headers["x-provider-location-id"]);
			system.catalog_fetches.push(location_id);
			const status = system.catalog_status.get(location_id) ?? 200;
			return { status, body: status === 200 ? CATALOG : { status, message: "no menu attached to this platform" } };
		}
		return { status: 404, body: {} };
	}

	function exchange(body: Record<string, unknown>): { status: number; body: unknown } {
		system.exchanges.push(body);
		const code = String(body.code);
		const redirect_uri = codes.get(code);
		const is_good = codes.has(code) && (redirect_uri === undefined || redirect_uri === body.redirect_uri);
		if (body.client_secret !== "provider secret" || body.grant_type !== "authorization_code" || !is_good) {
			return { status: 400, body: { status: 400, message: `code ${code} is not valid` } };
		}
		codes.delete(code);
		const access_token = `${type}-token-${++count}`;
		system.tokens.add(access_token);
		const expire_time = Date.now() + 3_600_000;
		return {
			status: 201,
			body: { access_token, refresh_token: `refresh-${count}`, expire_time, id: `account-${count}` },
		};
	}
}

async function readAll(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString("utf8");
}
