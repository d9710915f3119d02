import { createHmac, timingSafeEqual } from "node:crypto";
import { diagnoseSignature } from "./signature-hint.ts";

/** Header of every webhook to the hub, contract.md E.11. */
export const SIGNATURE_HEADER = "stream-webhook-signature";
/** Header of every event to an event partner, contract.md D.1, E.11, F-27. */
export const EVENT_SIGNATURE_HEADER = "x-stream-signature";

const HEX = /^[0-9a-f]{64}$/;
/** 32 bytes in canonical base64: the last character carries four bits only. */
const BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export type SignatureCheck =
	| { ok: true; secret_index: number }
	| { ok: false; reason: "missing" | "malformed" | "mismatch"; hint: string };

/** HMAC-SHA256 of the raw body with the secret (UTF-8) as key, lower-case hex, contract.md E.11. */
export function signBody(secret: string, raw_body: Uint8Array | string): string {
	return createHmac("sha256", secret).update(raw_body).digest("hex");
}

/**
 * Check a signature against the bytes that arrived, contract.md E.11. Any of `secrets` may fit (old and new during a
 * rotation); all are compared, in constant time. Lower-case hex is the contract's form; base64 of the same 32 bytes is
 * accepted too. An empty secret never fits. The hint of a refusal says what the sender most likely did.
 */
export function verifySignature(options: {
	raw_body: Uint8Array | string;
	signature: string | readonly string[] | undefined;
	secrets: readonly string[];
}): SignatureCheck {
	const { raw_body, signature, secrets } = options;
	if (signature === undefined || signature === "" || signature.length === 0) {
		return { ok: false, reason: "missing", hint: `Send the header ${SIGNATURE_HEADER}.` };
	}
	if (typeof signature !== "string") {
		return { ok: false, reason: "malformed", hint: "The signature header arrived more than once; send it once." };
	}
	const given = decode(signature);
	let secret_index = -1;
	if (given) {
		for (const [index, secret] of secrets.entries()) {
			const expected = createHmac("sha256", secret).update(raw_body).digest();
			const fits = timingSafeEqual(expected, given) && secret !== "";
			if (fits && secret_index < 0) secret_index = index;
		}
		if (secret_index >= 0) return { ok: true, secret_index };
	}
	const hint = diagnoseSignature({ raw_body, signature, secrets: secrets.filter((secret) => secret !== "") });
	return { ok: false, reason: given ? "mismatch" : "malformed", hint };
}

function decode(signature: string): Buffer | undefined {
	if (HEX.test(signature)) return Buffer.from(signature, "hex");
	if (BASE64.test(signature)) return Buffer.from(signature, "base64");
	return undefined;
}
