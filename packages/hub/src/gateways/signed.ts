import { SIGNATURE_HEADER, verifySignature } from "@ticketrail/contract";
import { HubError } from "../base/error.ts";
import type { Provider } from "../features/accounts/index.ts";
import type { Call } from "./endpoint.ts";

/** What a signed call needs to know its sender: providers by slug. */
export type FindProvider = (slug: string) => Promise<Provider | undefined>;

/**
 * The provider that signed these bytes (contract.md E.11): its slug is in the path, its secret signs the raw body.
 * Throws `provider_not_found`, `signature_missing` or `signature_mismatch`, the last with the likely mistake named.
 */
export async function signedProvider(
	call: Pick<Call, "headers" | "raw_body">,
	slug: string,
	type: Provider["type"],
	findProvider: FindProvider,
): Promise<Provider> {
	const provider = await findProvider(slug);
	if (provider?.type !== type)
		throw new HubError("provider_not_found", {
			detail: `No ${type.toUpperCase()} with the slug ${JSON.stringify(slug)} is registered here`,
		});
	const header = call.headers[SIGNATURE_HEADER];
	const verified = verifySignature({
		raw_body: call.raw_body,
		signature: typeof header === "string" ? header : undefined,
		secrets: provider.webhook_secrets,
	});
	if (verified.ok) return provider;
	throw new HubError(verified.reason === "missing" ? "signature_missing" : "signature_mismatch", {
		param: SIGNATURE_HEADER,
		detail: verified.hint,
	});
}

/** The answer to a well-signed body of the wrong form; `param` where one field is at fault. */
export function invalidField(problem: { path: string; message: string } | undefined): HubError {
	const { path: param = "", message = "has the wrong form" } = problem ?? {};
	if (param === "") return new HubError("invalid_field", { detail: `The body ${message}.` });
	return new HubError("invalid_field", { param, detail: `${param} ${message}.` });
}
