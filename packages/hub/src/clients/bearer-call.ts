import type { DspPath, PosPath } from "@ticketrail/contract";
import type { Outcome } from "../base/outcome.ts";
import type { Egress, EgressRequest } from "./egress.ts";
import { isToken } from "./oauth.ts";
import { endpointUrl, type Provider } from "./provider.ts";

/** One call to a provider's API; times in ms, all optional. */
export type BearerCall = Omit<EgressRequest, "url" | "headers"> & {
	path: PosPath | DspPath;
	query?: Readonly<Record<string, string>>;
	headers?: Readonly<Record<string, string>>;
};

/** Call one of a provider's endpoints as the merchant: Bearer token, JSON both ways (contract.md B.0, C.1). */
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
	return await egress.send({
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
}
