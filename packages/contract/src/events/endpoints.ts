import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { PartnerEvent } from "./handler.ts";
import { OrderAssignDriver } from "./webhook.ts";

/** The events contract: what an event partner serves, and the webhook of the hub for event providers, contract.md D. */
export const EVENT_ENDPOINTS = [
	{
		operation: "handleEvent",
		method: "POST",
		path: "/",
		server: "event_partner",
		auth: "event_signature",
		summary: "News of an order, at the URL that the partner gave; any 2xx is success",
		section: "D.1",
		request: PartnerEvent,
		replies: { 201: undefined },
	},
	{
		operation: "handleWebhook",
		method: "POST",
		path: "/events/{partner_slug}/webhook",
		server: "hub",
		auth: "signature",
		summary: "An event provider reports on an order, for example its courier",
		section: "D.3",
		params: Type.Object({ partner_slug: Id }),
		request: OrderAssignDriver,
		replies: { 200: Type.Object({}, { description: "May hold a note" }) },
	},
] as const satisfies readonly Endpoint[];
