import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Record<string, unknown>;

/** A hub of somebody else: it answers what the contract says (contract.md A) and not a field more. */
export interface PartnerHub {
	url: string;
	/** every call: `POST /onboarding/org`, with its body */
	calls: { call: string; body: Json; token: string }[];
	/** ends every token that was given out */
	endTokens(): void;
	/** refuse a body with a field that the contract does not have, as a strict framework does */
	strict: boolean;
	/** refuse to bind this store */
	refused_store: string | undefined;
	stop(): Promise<void>;
}

export const CLIENT = { client_id: "c0ffee00-0000-4000-8000-000000000001", client_secret: "partner-secret" };
const address = (line: string, postal_code: string) => ({
	...{
		address_line_1: line,
		postal_code,
		locality: "Springfield",
		administrative_district_level_1: "IL",
		country: "US",
	},
});
const POS_LOCATIONS = [
	{ provider_id: "4410", name: "Joe's Pizza - Main St", address: address("123 Main St", "62701"), source: "toast" },
	{ provider_id: "4411", name: "Joe's Pizza - Mission", address: address("2471 Mission St", "62703"), source: "toast" },
];
export const DSP_STORES = [
	{
		provider_id: "dd-1",
		name: "Joes Pizza (Main Street)",
		address: address("123 Main Street", "62701"),
		source: "doordash",
	},
	{
		provider_id: "dd-2",
		name: "JOES PIZZA MISSION",
		address: address("2417 Mission Street", "62703"),
		source: "doordash",
	},
];
const FIELDS: Record<string, string[]> = {
	"POST /oauth/token": ["grant_type", "client_id", "client_secret", "scopes"],
	"POST /onboarding/org": ["name", "provider_id", "user"],
	"POST /onboarding/integrations": ["org_id", "source", "type", "return_url"],
	"POST /onboarding/locations/ingest": ["onboarding_id", "locations"],
	"POST /onboarding/locations/bind": ["onboarding_id", "locations"],
};
const PAIR_FIELDS = ["pos_location_id", "dsp_provider_id", "dsp_store_name", "provider_id"];

/** Start one on a free port. */
export async function startPartnerHub(): Promise<PartnerHub> {
	const hub: PartnerHub = {
		...{ url: "", calls: [], strict: false, refused_store: undefined },
		endTokens: () => tokens.clear(),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	const tokens = new Set<string>();
	const onboardings = new Map<string, { type: string; source: string; status: string }>();
	const locations = new Map<string, Json & { dsps: Json[] }>();

	function answer(call: string, path: string[], query: URLSearchParams, body: Json): [number, Json] {
		switch (call) {
			case "POST /oauth/token": {
				if (body.client_secret !== CLIENT.client_secret) return refusal(401, "Unauthorized", "Unauthorized");
				const access_token = `token-${tokens.size}-${hub.calls.length}`;
				tokens.add(access_token);
				const life = { expires_in: 3600, refresh_token_expires_in: 7200 };
				return [201, { access_token, token_type: "bearer", refresh_token: "r", ...life, scopes: ["onboarding"] }];
			}
			case "POST /onboarding/org":
				return [201, { org_id: "66b0c0ffee", user_id: "66b0c0ffef" }];
			case "POST /onboarding/integrations": {
				const _id = `onb${onboardings.size + 1}`;
				const { type, source } = body as { type: string; source: string };
				if (source === "nobody") return refusal(400, ["source must be a known integration"], "Bad Request");
				onboardings.set(_id, { type, source, status: "pending" });
				const sign_in = `${hub.url}/sign-in/${source}?redirect_uri=${encodeURIComponent(String(body.return_url))}`;
				// the guide's own example says `pending` and sends an entry_url (F-15)
				return [201, { onboarding: { _id, status: "pending", ...(source !== "manual" && { entry_url: sign_in }) } }];
			}
			case "PUT /onboarding/integrations/*": {
				const onboarding = onboardings.get(path[3] ?? "");
				if (!onboarding) return refusal(404, "Onboarding not found", "Not Found");
				if (body.code === "wrong") return refusal(400, "Invalid code", "Bad Request");
				onboarding.status = "active";
				return [200, { onboarding: { _id: path[3], status: "active", type: onboarding.type } }];
			}
			case "GET /onboarding/locations":
				return [
					200,
					{ locations: onboardings.get(query.get("onboarding_id") ?? "")?.type === "pos" ? POS_LOCATIONS : DSP_STORES },
				];
			case "POST /onboarding/locations/ingest":
				for (const { provider_id } of body.locations as { provider_id: string }[]) {
					const { provider_id: _, ...listed } = POS_LOCATIONS.find((one) => one.provider_id === provider_id) ?? {
						name: "?",
					};
					locations.set(provider_id, { _id: `loc-${provider_id}`, ...listed, status: "active", dsps: [] });
				}
				return [201, {}];
			case "POST /onboarding/locations/bind":
				for (const pair of body.locations as Record<string, string>[]) {
					if (pair.dsp_provider_id === hub.refused_store) return refusal(409, "Store is already linked", "Conflict");
				}
				for (const pair of body.locations as Record<string, string>[]) {
					const id = pair.pos_location_id ?? "";
					const location = locations.get(id) ?? locations.get(id.replace("loc-", ""));
					if (!location) return refusal(404, "Location not found", "Not Found");
					location.dsps.push({ name: "DoorDash", source: "doordash", status: "APPROVED" });
				}
				return [201, {}];
			case "GET /onboarding/org/*/locations":
				return path[3] === "66b0c0ffee"
					? [200, { locations: [...locations.values()] }]
					: refusal(404, "Org not found", "Not Found");
			default:
				return refusal(404, `Cannot ${call}`, "Not Found");
		}
	}

	const server = createServer(async (request, response) => {
		const url = new URL(request.url ?? "/", "http://hub");
		const path = url.pathname.split("/");
		const call = `${request.method} ${url.pathname.replace(/\/(integrations|org)\/[^/]+/, "/$1/*")}`;
		const body = await readBody(request);
		const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
		hub.calls.push({ call, body, token });
		const extra = hub.strict ? unknownFields(call, body) : [];
		const [status, reply] =
			call !== "POST /oauth/token" && !tokens.has(token)
				? refusal(401, "Unauthorized", "Unauthorized")
				: extra.length > 0
					? refusal(
							400,
							extra.map((name) => `property ${name} should not exist`),
							"Bad Request",
						)
					: answer(call, path, url.searchParams, body);
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(reply));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return hub;
}

/** An error as the framework of the original writes it (contract.md A.6). */
function refusal(statusCode: number, message: string | string[], error: string): [number, Json] {
	return [statusCode, { statusCode, message, error }];
}

function unknownFields(call: string, body: Json): string[] {
	const rows = Array.isArray(body.locations) ? (body.locations as Json[]) : [];
	return [
		...Object.keys(body).filter((name) => FIELDS[call] && !FIELDS[call].includes(name)),
		...rows.flatMap((row) => Object.keys(row).filter((name) => !PAIR_FIELDS.includes(name))),
	];
}

async function readBody(request: IncomingMessage): Promise<Json> {
	let text = "";
	for await (const chunk of request) text += chunk;
	return text === "" ? {} : JSON.parse(text);
}
