import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { pythonJson } from "./python-json.ts";

/** Larger bodies are not parsed for a hint: the caller is not known yet. */
const LARGEST_DIAGNOSED_BODY = 64 * 1024;

const GENERAL = "Sign the exact bytes that you send: HMAC-SHA256 with the webhook secret as key, in lower-case hex.";

/**
 * The most likely mistake behind a refused signature, as one sentence for the sender. Runs only after the refusal; it
 * never reveals a secret or the expected signature.
 */
export function diagnoseSignature(options: {
	raw_body: Uint8Array | string;
	signature: string;
	secrets: readonly string[];
}): string {
	const { signature, secrets } = options;
	if (secrets.length === 0) return "No webhook secret is registered for this provider.";
	if (secrets.some((secret) => same(signature, secret))) {
		return "The header holds the webhook secret itself. Send the HMAC-SHA256 of the body instead, and change the secret: it has travelled in the open.";
	}
	const bare = signature.replace(/^sha256=/i, "").toLowerCase();
	if (bare !== signature && /^[0-9a-f]{64}$/.test(bare)) {
		const mistakes = [];
		if (/^sha256=/i.test(signature)) mistakes.push("without the prefix sha256=");
		if (/[A-F]/.test(signature.replace(/^sha256=/i, ""))) mistakes.push("in lower case");
		return `Send the 64 hex digits ${mistakes.join(" and ")}.`;
	}
	if (!/^[0-9a-f]{64}$/.test(bare) && !/^[A-Za-z0-9+/]{43}=$/.test(signature)) {
		return "The signature must be 64 lower-case hex digits.";
	}
	const body = Buffer.from(options.raw_body);
	if (body.byteLength > LARGEST_DIAGNOSED_BODY) return GENERAL;
	return rewrittenBody(body, signature, secrets) ?? GENERAL;
}

/** Which other text of the same body the signature fits, if any. */
function rewrittenBody(body: Buffer, signature: string, secrets: readonly string[]): string | undefined {
	const digest = Buffer.from(signature, signature.length === 64 ? "hex" : "base64");
	const fits = (text: string | Buffer) =>
		secrets.some((secret) => createHmac("sha256", secret).update(text).digest().equals(digest));
	if (createHash("sha256").update(body).digest().equals(digest)) {
		return "This is the plain SHA-256 of the body. Use HMAC-SHA256 with the webhook secret as key.";
	}
	if (fits("")) return "This signs an empty body. Sign the bytes that you send.";
	const text = body.toString("utf8");
	if (fits(text.trim()) || fits(`${text}\n`)) {
		return "The signed text differs from the body by white space or a line end. Sign the exact bytes that you send.";
	}
	for (const [form, written] of rewritings(text)) {
		if (fits(written))
			return `The signature fits the same JSON written ${form}, not the bytes that arrived. ${GENERAL}`;
	}
	return undefined;
}

function rewritings(text: string): [form: string, written: string][] {
	try {
		const value: unknown = JSON.parse(text);
		return [
			["again without spaces (JSON.stringify)", JSON.stringify(value)],
			["with Python's default spacing (json.dumps)", pythonJson(value, true)],
			["with Python's default spacing and plain Unicode", pythonJson(value, false)],
			["with two spaces of indentation", JSON.stringify(value, null, 2)],
		];
	} catch {
		return []; // no JSON, or nested too deeply to write again
	}
}

function same(a: string, b: string): boolean {
	const left = createHash("sha256").update(a).digest();
	const right = createHash("sha256").update(b).digest();
	return timingSafeEqual(left, right);
}
