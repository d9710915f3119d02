import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { PosCatalog } from "./catalog.ts";
import { PosConnectionRequest } from "./connection.ts";
import { PosLocationsReply } from "./location.ts";
import { PosOrderEvent } from "./order-event.ts";
import { PosOrderReply } from "./order-reply.ts";
import { POS_PATHS } from "./paths.ts";
import { PosTokenReply, PosTokenRequest } from "./token.ts";
import { PosValidation } from "./validation.ts";
import { KnownPosWebhook } from "./webhook.ts";

const pos = { server: "pos", auth: "bearer" } as const;

/** The POS contract: seven calls that a POS serves, two of them opt-in, and the webhook of the hub, contract.md B. */
export const POS_ENDPOINTS = [
	{
		operation: "authorize",
		method: "GET",
		path: POS_PATHS.authorize,
		server: "pos",
		auth: "none",
		summary: "Sign-in form; sends the browser back to redirect_uri with ?code=",
		section: "B.1",
		query: Type.Object({
			client_id: Type.String(),
			response_type: Type.Literal("code"),
			redirect_uri: Type.String({ description: "Has no query string" }),
		}),
		replies: { 200: undefined, 302: undefined },
	},
	{
		operation: "requestToken",
		method: "POST",
		path: POS_PATHS.token,
		server: "pos",
		auth: "none",
		summary: "Exchange a code for tokens, or refresh them",
		section: "B.2",
		request: PosTokenRequest,
		replies: { 201: PosTokenReply, 400: undefined, 401: undefined },
	},
	{
		operation: "listLocations",
		method: "GET",
		path: POS_PATHS.locations,
		...pos,
		summary: "All locations that the token reaches",
		section: "B.3",
		replies: { 200: PosLocationsReply, 401: undefined },
	},
	{
		operation: "getCatalog",
		method: "GET",
		path: POS_PATHS.catalog,
		...pos,
		summary: "The whole catalog of a location, or of the merchant for Global Catalog",
		section: "B.4",
		headers: Type.Object({
			"X-Provider-Location-Id": Type.Optional(Type.String({ description: "The POS's id of the location" })),
			"X-Provider-Merchant-Id": Type.Optional(Type.String({ description: "Global Catalog only, instead" })),
		}),
		replies: { 200: PosCatalog, 401: undefined },
	},
	{
		operation: "handleOrderEvent",
		method: "POST",
		path: POS_PATHS.orders,
		...pos,
		summary: "A new order, a change or a cancellation; any 2xx is success",
		section: "B.5",
		request: PosOrderEvent,
		replies: { 200: PosOrderReply, 201: PosOrderReply, 400: PosValidation, 401: undefined },
	},
	{
		operation: "connectLocation",
		method: "POST",
		path: POS_PATHS.connection,
		...pos,
		summary: "Opt-in: a location was connected at the hub",
		section: "B.9",
		request: PosConnectionRequest,
		replies: { 200: undefined },
	},
	{
		operation: "disconnectLocation",
		method: "DELETE",
		path: POS_PATHS.connection,
		...pos,
		summary: "Opt-in: a location was disconnected at the hub",
		section: "B.9",
		request: PosConnectionRequest,
		replies: { 200: undefined },
	},
	{
		operation: "handleWebhook",
		method: "POST",
		path: "/pos/{partner_slug}/webhook",
		server: "hub",
		auth: "signature",
		summary: "The POS tells of a change; always answered with 200 and JSON once the signature is good",
		section: "B.7, B.8",
		params: Type.Object({ partner_slug: Id }),
		request: KnownPosWebhook,
		replies: { 200: Type.Object({}, { description: "May hold a note" }) },
	},
] as const satisfies readonly Endpoint[];
