import type { Endpoint } from "../endpoint.ts";

const SCHEMES: Record<Exclude<Endpoint["auth"], "none">, unknown> = {
	partner: { type: "http", scheme: "bearer", description: "Token of POST /oauth/token" },
	bearer: { type: "http", scheme: "bearer", description: "The merchant's OAuth access token" },
	signature: {
		type: "apiKey",
		in: "header",
		name: "Stream-Webhook-Signature",
		description: "HMAC-SHA256 of the raw body with the webhook secret as key, lower-case hex",
	},
	event_signature: {
		type: "apiKey",
		in: "header",
		name: "X-Stream-Signature",
		description: "HMAC-SHA256 of the raw body with the partner's secret as key, lower-case hex",
	},
	console: {
		type: "apiKey",
		in: "cookie",
		name: "ticketrail_session",
		description:
			"The cookie of a signed-in browser; __Host-ticketrail_session over https. Unsafe methods need X-Csrf-Token",
	},
};

/** The security schemes that these endpoints use, contract.md 0.2, E.11. */
export function securitySchemes(endpoints: readonly Endpoint[]): Record<string, unknown> {
	const used = new Set(endpoints.map(({ auth }) => auth as string));
	return Object.fromEntries(Object.entries(SCHEMES).filter(([name]) => used.has(name)));
}
