import { POS_PATHS } from "@ticketrail/contract";
import { type AnswerLedger, createMemoryLedger } from "./answer-ledger.ts";
import { type Client, type Consent, createAuthorize } from "./authorize.ts";
import { asWebHandler, type Endpoint } from "./call.ts";
import { createCatalog, type LoadCatalog } from "./catalog.ts";
import { createMemoryGrants, type GrantStore } from "./grants.ts";
import { createLocations, type ListLocations } from "./locations.ts";
import { createOrders, type OrderDesk } from "./orders.ts";
import { createToken } from "./token.ts";

/** Everything that a POS brings. Only the callbacks are its business; the contract is the kit's. */
export interface PosSettings {
	/** The hubs that may connect, with the credentials agreed with each. */
	clients: readonly Client[];
	/** The POS's own sign-in and consent pages. */
	consent: Consent;
	listLocations: ListLocations;
	loadCatalog: LoadCatalog;
	desk: OrderDesk;
	/** Where codes and tokens live; default: in memory. */
	grants?: GrantStore;
	/** Where answers to idempotency keys live; default: in memory. */
	ledger?: AnswerLedger;
	mayRedirect?: (client: Client, redirect_uri: string) => boolean;
	/** Time, epoch ms. */
	now?: () => number;
	/** Lives in ms: a code 5 minutes, an access token 1 hour, a refresh token 90 days unless said otherwise. */
	code_ttl_ms?: number;
	access_ttl_ms?: number;
	refresh_ttl_ms?: number;
}

export type WebHandler = (request: Request) => Promise<Response>;

/** The five endpoints of the POS contract as web-standard handlers; `endpoints` are the plain forms of four of them. */
export interface PosHandlers {
	authorize: WebHandler;
	token: WebHandler;
	locations: WebHandler;
	catalog: WebHandler;
	orders: WebHandler;
	endpoints: { token: Endpoint; locations: Endpoint; catalog: Endpoint; orders: Endpoint };
	/** All five by method and default path (`POS_PATHS`); undefined when the request is for none of them. */
	route(request: Request): Promise<Response> | undefined;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Build the endpoints of a POS (contract.md B.0). They know nothing of the hub beyond `clients`. */
export function createPosHandlers(pos: PosSettings): PosHandlers {
	const now = pos.now ?? Date.now;
	const grants = pos.grants ?? createMemoryGrants({ now });
	const ledger = pos.ledger ?? createMemoryLedger();
	const { clients, consent, mayRedirect, listLocations, loadCatalog, desk } = pos;
	const endpoints = {
		token: createToken({
			clients,
			grants,
			now,
			access_ttl_ms: pos.access_ttl_ms ?? 60 * MINUTE,
			refresh_ttl_ms: pos.refresh_ttl_ms ?? 90 * DAY,
		}),
		locations: createLocations({ grants, now, listLocations }),
		catalog: createCatalog({ grants, now, loadCatalog }),
		orders: createOrders({ grants, now, desk, ledger }),
	};
	const code_ttl_ms = pos.code_ttl_ms ?? 5 * MINUTE;
	const web = {
		authorize: createAuthorize({ clients, grants, consent, mayRedirect, now, code_ttl_ms }),
		token: asWebHandler(endpoints.token),
		locations: asWebHandler(endpoints.locations),
		catalog: asWebHandler(endpoints.catalog),
		orders: asWebHandler(endpoints.orders),
	};
	const routes = new Map<string, WebHandler>([
		[`GET ${POS_PATHS.authorize}`, web.authorize],
		[`POST ${POS_PATHS.authorize}`, web.authorize],
		[`POST ${POS_PATHS.token}`, web.token],
		[`GET ${POS_PATHS.locations}`, web.locations],
		[`GET ${POS_PATHS.catalog}`, web.catalog],
		[`POST ${POS_PATHS.orders}`, web.orders],
	]);
	const route = (request: Request) => routes.get(`${request.method} ${new URL(request.url).pathname}`)?.(request);
	return { ...web, endpoints, route };
}
