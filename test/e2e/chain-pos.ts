import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SECRETS, type Town } from "./town.ts";

/** A POS of the Global Catalog kind (contract.md B.4): one catalog for all kitchens of a merchant. */
export interface ChainPos {
	url: string;
	/** Headers of the requests for a catalog, oldest first. */
	catalog_headers: IncomingHttpHeaders[];
	stop(): Promise<void>;
}

const ADDRESS = { address_line_1: "1 Pier Rd", city: "Springfield", state: "IL", postal_code: "62701", country: "US" };
const LOCATIONS = ["north", "south"].map((provider_id) => ({
	provider_id,
	name: `Chain ${provider_id}`,
	address: ADDRESS,
}));
const TEA = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "usd", item_ids: [] };
const CATALOG = {
	category: [{ provider_id: "drinks", name: "Drinks", item_family_ids: ["tea"] }],
	item_family: [{ ...TEA, location_overrides: [{ provider_location_id: "south", override: { price_amount: 350 } }] }],
	item: [],
	modifier_group: [],
	modifier: [],
	menu: [],
};

/** Start it. It lets everybody in: what matters here is what it is asked. */
export async function startChainPos(merchant_id: string): Promise<ChainPos> {
	const catalog_headers: IncomingHttpHeaders[] = [];
	const answers: Record<string, (headers: IncomingHttpHeaders) => [status: number, body: unknown]> = {
		"POST /stream-pos/v1/token": () => [
			201,
			{
				access_token: "chain-access",
				refresh_token: "chain-refresh",
				expire_time: Date.now() + 3_600_000,
				id: merchant_id,
			},
		],
		"GET /stream-pos/v1/locations": () => [200, { locations: LOCATIONS }],
		"GET /stream-pos/v1/catalog": (headers) => {
			catalog_headers.push(headers);
			return headers["x-provider-merchant-id"] === merchant_id
				? [200, CATALOG]
				: [404, { status: 404, message: "whose?" }];
		},
	};
	const server = createServer((request, response) => {
		const [status, body] = answers[`${request.method} ${request.url}`]?.(request.headers) ?? [404, {}];
		request.resume().once("end", () => {
			response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
		});
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		catalog_headers,
		async stop() {
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** Make it known to the hub as `chain-pos`, onboard a merchant with it, and ingest these locations. */
export async function ingestChain({ hub, api }: Town, chain: ChainPos, location_ids: readonly string[]) {
	await hub.accounts.registerProvider({
		...{ type: "pos", slug: "chain-pos", name: "Chain", base_url: chain.url, auth: "manual" },
		...{ client_id: "t", client_secret: "s", webhook_secrets: [SECRETS.pos], settings: ["global_catalog=true"] },
	});
	const { org_id } = await api.call("POST", "/onboarding/org", { name: "Chain", provider_id: "m-chain" });
	const started = { org_id, source: "chain-pos", type: "pos" };
	const { onboarding } = await api.call<{ onboarding: { _id: string } }>("POST", "/onboarding/integrations", started);
	await api.call("PUT", `/onboarding/integrations/${onboarding._id}`, { code: "any" });
	const chosen = { onboarding_id: onboarding._id, locations: location_ids.map((provider_id) => ({ provider_id })) };
	return (await api.call<{ locations: unknown[] }>("POST", "/onboarding/locations/ingest", chosen)).locations;
}
