import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { ConnectionReply, ConnectionRequest } from "./connection.ts";
import { DspEvent } from "./event.ts";
import { DspLocationsReply } from "./location.ts";
import { MenuFileV1 } from "./menu-v1.ts";
import { MenuFileV2 } from "./menu-v2.ts";
import { StrictDspSubmission } from "./order-submission.ts";
import { DSP_PATHS } from "./paths.ts";
import { DspTokenReply, DspTokenRequest } from "./token.ts";

const dsp = { server: "dsp", auth: "bearer" } as const;

/** The DSP contract: what a DSP serves, the menu file, and the order endpoint of the hub, contract.md C. */
export const DSP_ENDPOINTS = [
	{
		operation: "authorize",
		method: "GET",
		path: DSP_PATHS.authorize,
		server: "dsp",
		auth: "none",
		summary: "Sign-in form; sends the browser back to redirect_uri with ?code=",
		section: "C.2.1",
		query: Type.Object({
			client_id: Type.String(),
			response_type: Type.Literal("code"),
			redirect_uri: Type.String(),
		}),
		replies: { 200: undefined, 302: undefined },
	},
	{
		operation: "requestToken",
		method: "POST",
		path: DSP_PATHS.token,
		server: "dsp",
		auth: "none",
		summary: "Exchange a code for tokens (without redirect_uri), or refresh them",
		section: "C.2.2",
		request: DspTokenRequest,
		replies: { 200: DspTokenReply, 400: undefined, 401: undefined },
	},
	{
		operation: "listLocations",
		method: "GET",
		path: DSP_PATHS.locations,
		...dsp,
		summary: "All stores that the token reaches",
		section: "C.2.3",
		replies: { 200: DspLocationsReply, 401: undefined },
	},
	{
		operation: "connectLocation",
		method: "POST",
		path: DSP_PATHS.connection,
		...dsp,
		summary: "A store was connected; sent with the first menu, not when it is chosen",
		section: "C.2.4",
		request: ConnectionRequest,
		replies: { 200: undefined },
	},
	{
		operation: "retrieveConnection",
		method: "GET",
		path: DSP_PATHS.connection,
		...dsp,
		summary: "Whether a store is connected",
		section: "C.2.4",
		query: Type.Object({ location_id: Id }),
		replies: { 200: ConnectionReply },
	},
	{
		operation: "disconnectLocation",
		method: "DELETE",
		path: DSP_PATHS.connection,
		...dsp,
		summary: "A store was disconnected; the call has a JSON body",
		section: "C.2.4",
		request: ConnectionRequest,
		replies: { 200: undefined },
	},
	{
		operation: "handleEvent",
		method: "POST",
		path: DSP_PATHS.event,
		...dsp,
		summary: "A pause, a menu, a stock change, or news of an order; 404 asks for a whole menu",
		section: "C.3",
		request: DspEvent,
		replies: { 200: undefined, 404: undefined },
	},
	{
		operation: "getMenuFile",
		method: "GET",
		path: "/menus/{token}",
		server: "hub",
		auth: "none",
		summary: "The menu file behind download_url; the address is opaque and carries its own access",
		section: "C.6",
		params: Type.Object({ token: Type.String() }),
		replies: { 200: Type.Union([MenuFileV1, MenuFileV2]) },
	},
	{
		operation: "submitOrder",
		method: "POST",
		path: "/order/{partner_id}",
		server: "hub",
		auth: "signature",
		summary: "A new order, a cancellation, a store status or a delivery status; sent again it has no second effect",
		section: "C.4, C.5",
		params: Type.Object({ partner_id: Id }),
		request: StrictDspSubmission,
		replies: { 200: undefined },
	},
] as const satisfies readonly Endpoint[];
