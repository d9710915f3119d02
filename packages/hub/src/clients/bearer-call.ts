import type { DspPath, PosPath } from "@ticketrail/contract";
import type { Outcome } from "../base/outcome.ts";
import type { Egress, EgressRequest } from "./egress.ts";
import { isToken } from "./oauth.ts";
import { endpointUrl, type Provider } from "./provider.ts";

/** One call to a provider's API; times in ms, all optional. */
export type BearerCall = Omit<EgressRequest, "url" | "headers"> & {
	path: PosPath | DspPath | "order_status";
	query?: Readonly<Record<string, string>>;
	headers?: Readonly<Record<string, string>>;
};

const HIDDEN = "[hidden]";
/** A shorter token guards nothing, and its text might stand anywhere. */
const WORTH_HIDING = 16;

/**
 * Call one of a provider's endpoints as the merchant: Bearer token, JSON both ways (contract.md B.0, C.1). Answers are kept,
 * logged and passed on, so a token that the other side repeats is blotted out of them here (reliability.md S1).
 */
export async function bearerCall(
	egress: Egress,
	provider: Provider,
	access_token: string,
	call: BearerCall,
): Promise<Outcome> {
	if (!isToken(access_token)) {
		return { stage: "never_sent", reason: "invalid_request", detail: "the token is not one", latency_ms: 0 };
	}
	const { path, query, headers, ...request } = call;
	const url = endpointUrl(provider, path);
	const outcome = await egress.send({
		...request,
		url: query === undefined ? url : `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(query)}`,
		headers: {
			authorization: `Bearer ${access_token}`,
			accept: "application/json",
			"accept-encoding": "identity",
			...(request.body === undefined ? {} : { "content-type": "application/json" }),
			...headers,
		},
	});
	if (outcome.stage !== "answered" || access_token.length < WORTH_HIDING) return outcome;
	return { ...outcome, body: withoutToken(outcome.body, access_token) };
}

function withoutToken(body: Buffer, token: string): Buffer {
	const spellings = [...new Set([token, token.replaceAll("/", "\\/")])].filter((spelling) => body.includes(spelling));
	if (spellings.length === 0) return body;
	// byte for byte: a token is ASCII, whatever the bytes around it are
	const text = spellings.reduce((left, spelling) => left.replaceAll(spelling, HIDDEN), body.toString("latin1"));
	return Buffer.from(text, "latin1");
}
