import type { PosLocation } from "@ticketrail/contract";
import type { Clock } from "../base/clock.ts";
import type { Outcome } from "../base/outcome.ts";
import { bearerCall } from "./bearer-call.ts";
import type { Egress } from "./egress.ts";
import { LIST_BYTES_MAX, readLocations } from "./locations.ts";
import { authorizeUrl, requestTokens, type TokenSet } from "./oauth.ts";
import type { Provider } from "./provider.ts";
import type { ClientResult } from "./reply.ts";

/** Whose catalog: one location's, or with `global_catalog` the merchant's (contract.md B.4). */
export type CatalogScope = { location_id: string } | { merchant_id: string };

/** One order as a POS may know it: by the key of its request, and by what stood in it. */
export type OrderQuestion = { idempotency_key: string; dsp_order_id: string; location_id: string };

/** The hub's side of the POS contract (contract.md B.0 to B.5, B.9). A 401 is handed to the caller as it came. */
export interface PosClient {
	/** Where the merchant's browser signs in; `redirect_uri` must have no query string (contract.md B.1). */
	authorizeUrl(provider: Provider, redirect_uri: string): string;
	/** Turn a code into tokens; `redirect_uri` is the one that authorize had (contract.md B.2). */
	exchangeCode(provider: Provider, grant: { code: string; redirect_uri: string }): Promise<ClientResult<TokenSet>>;
	refresh(provider: Provider, refresh_token: string): Promise<ClientResult<TokenSet>>;
	/** All locations that the token reaches (contract.md B.3). */
	listLocations(provider: Provider, access_token: string): Promise<ClientResult<{ locations: PosLocation[] }>>;
	/** The catalog document as bytes, up to 64 MB; parsing is the caller's (contract.md B.4). */
	fetchCatalog(provider: Provider, access_token: string, scope: CatalogScope): Promise<Outcome>;
	/**
	 * Send one order event (contract.md B.5). Every attempt of one event has the same bytes and the same
	 * `Idempotency-Key`. `deadline_ms`: the time that is left, from now.
	 */
	sendOrderEvent(
		provider: Provider,
		access_token: string,
		body: string,
		idempotency_key: string,
		limits?: { deadline_ms: number },
	): Promise<Outcome>;
	/** Ask a POS that can be asked (`canBeAsked`) for the order that was sent with this key. */
	askForOrder(provider: Provider, access_token: string, question: OrderQuestion): Promise<Outcome>;
	/** Tell a POS that opted in that a location is connected now, or no longer (contract.md B.9). */
	connect(provider: Provider, access_token: string, location_id: string): Promise<Outcome>;
	disconnect(provider: Provider, access_token: string, location_id: string): Promise<Outcome>;
}

const CATALOG_BYTES_MAX = 64 * 1024 * 1024;
const ANSWER_BYTES_MAX = 1024 * 1024;
// A POS puts a big catalog together while we wait, and sends it in bursts.
const CATALOG_TIMES = { deadline_ms: 90_000, headers_timeout_ms: 45_000, body_idle_ms: 10_000 };

export function createPosClient(parts: { egress: Egress; clock: Clock }): PosClient {
	const { egress } = parts;
	return {
		authorizeUrl,
		exchangeCode: (provider, { code, redirect_uri }) =>
			requestTokens(parts, provider, { grant_type: "authorization_code", code, redirect_uri }),
		refresh: (provider, refresh_token) =>
			requestTokens(parts, provider, { grant_type: "refresh_token", refresh_token }),
		async listLocations(provider, access_token) {
			const call = { method: "GET", path: "locations", max_bytes: LIST_BYTES_MAX } as const;
			return readLocations(await bearerCall(egress, provider, access_token, call), [access_token]);
		},
		fetchCatalog(provider, access_token, scope) {
			const headers: Record<string, string> =
				"merchant_id" in scope
					? { "x-provider-merchant-id": scope.merchant_id }
					: { "x-provider-location-id": scope.location_id };
			return bearerCall(egress, provider, access_token, {
				method: "GET",
				path: "catalog",
				headers: { ...headers, "accept-encoding": "gzip" },
				max_bytes: CATALOG_BYTES_MAX,
				...CATALOG_TIMES,
			});
		},
		sendOrderEvent(provider, access_token, body, idempotency_key, limits) {
			return bearerCall(egress, provider, access_token, {
				method: "POST",
				path: "orders",
				headers: { "idempotency-key": idempotency_key },
				body,
				max_bytes: ANSWER_BYTES_MAX,
				...limits,
			});
		},
		askForOrder(provider, access_token, question) {
			return bearerCall(egress, provider, access_token, {
				method: "GET",
				path: "order_status",
				query: question,
				max_bytes: ANSWER_BYTES_MAX,
			});
		},
		connect: (provider, access_token, location_id) => connection("POST", provider, access_token, location_id),
		disconnect: (provider, access_token, location_id) => connection("DELETE", provider, access_token, location_id),
	};

	function connection(method: "POST" | "DELETE", provider: Provider, access_token: string, location_id: string) {
		const body = JSON.stringify({ location_id });
		return bearerCall(egress, provider, access_token, {
			method,
			path: "connection",
			body,
			max_bytes: ANSWER_BYTES_MAX,
		});
	}
}
