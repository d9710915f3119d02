import { CONSOLE_ENDPOINTS } from "../console/endpoints.ts";
import { DSP_ENDPOINTS } from "../dsp/endpoints.ts";
import type { Endpoint } from "../endpoint.ts";
import { EVENT_ENDPOINTS } from "../events/endpoints.ts";
import { PARTNER_ENDPOINTS } from "../partner/endpoints.ts";
import { POS_ENDPOINTS } from "../pos/endpoints.ts";
import { type OpenapiDocument, openapiDocument, type Servers } from "./document.ts";

const hub = { url: "http://127.0.0.1:8080", description: "The hub" };

export const SURFACES = ["partner", "pos", "dsp", "events", "console"] as const;
export type Surface = (typeof SURFACES)[number];

const PARTS: Record<Surface, { title: string; summary: string; servers: Servers; endpoints: readonly Endpoint[] }> = {
	partner: {
		title: "Partner API",
		summary: "Onboard merchants without a screen of the hub",
		servers: { hub },
		endpoints: PARTNER_ENDPOINTS,
	},
	pos: {
		title: "Become a POS",
		summary: "What a POS serves, and the webhook it calls",
		servers: { pos: { url: "https://pos.example.test", description: "The POS" }, hub },
		endpoints: POS_ENDPOINTS,
	},
	dsp: {
		title: "Become a DSP",
		summary: "What a DSP serves, the menu file, and the endpoint it submits orders to",
		servers: { dsp: { url: "https://dsp.example.test", description: "The DSP" }, hub },
		endpoints: DSP_ENDPOINTS,
	},
	events: {
		title: "Integrate with events",
		summary: "What an event partner serves, and the webhook it calls",
		servers: { event_partner: { url: "https://partner.example.test", description: "The event partner" }, hub },
		endpoints: EVENT_ENDPOINTS,
	},
	console: {
		title: "Console API",
		summary: "What the hub's own console asks; ours, and no part of the contracts",
		servers: { hub },
		endpoints: CONSOLE_ENDPOINTS,
	},
};

/** The endpoints of one surface. */
export function endpointsOf(surface: Surface): readonly Endpoint[] {
	return PARTS[surface].endpoints;
}

/** The OpenAPI 3.1 document of one surface of the contract. */
export function surfaceDocument(surface: Surface): OpenapiDocument {
	const { title, summary, servers, endpoints } = PARTS[surface];
	return openapiDocument({ title, version: "1.0.0", summary }, servers, endpoints);
}
