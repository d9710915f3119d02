import type { Answered, Outcome } from "../base/outcome.ts";

/** What a call for something brought: the thing, or how the request ended and a sentence that may be shown. */
export type ClientResult<T> =
	| { ok: true; value: T }
	| {
			ok: false;
			outcome: Outcome;
			/** who said what; secrets that the other side repeated are blotted out */
			message: string;
			/** the other side answered with a 4xx that means no; asking again will not help */
			refused: boolean;
	  };

const MESSAGE_MAX = 300;
/** A longer answer holds no sentence for people. */
const WORDS_BYTES_MAX = 64 * 1024;
const PREP_MINUTES_MAX = 7 * 24 * 60;
/** The fields in which systems put their sentence, the contract's own first (contract.md B.2, B.10; RFC 6749, RFC 9457). */
const MESSAGE_FIELDS = ["message", "error_description", "detail", "title", "error", "reason"];
/** A 4xx that speaks of the moment or of the URL, not of what was asked. */
const NOT_A_NO = [404, 405, 408, 415, 425, 429];

/** Whether the request was done: any 2xx (contract.md E.15). */
export function isDone(outcome: Outcome): outcome is Answered {
	return outcome.stage === "answered" && outcome.status >= 200 && outcome.status < 300;
}

/** A failed call as a result. `hidden` are secrets that were in the request and may come back in the answer's text. */
export function failed(outcome: Outcome, hidden: readonly string[] = []): ClientResult<never> {
	const status = outcome.stage === "answered" ? outcome.status : 0;
	const refused = status >= 400 && status < 500 && !NOT_A_NO.includes(status);
	return { ok: false, outcome, message: describeOutcome(outcome, hidden), refused };
}

/** A sentence about how a call ended, with the other side's own words where it sent some. */
export function describeOutcome(outcome: Outcome, hidden: readonly string[] = []): string {
	if (outcome.stage === "never_sent") return outcome.detail ? `${outcome.reason}: ${outcome.detail}` : outcome.reason;
	if (outcome.stage === "unknown") return outcome.reason;
	const said = outcome.body.length > WORDS_BYTES_MAX ? "" : sentenceIn(readJson(outcome.body));
	return said === "" ? `answered ${outcome.status}` : `answered ${outcome.status}: ${blot(said, hidden)}`;
}

/**
 * The JSON value of a body; undefined when it is none. Strings that no database takes (NUL, half a surrogate pair) are
 * repaired here, once, for everything behind it (design.md section 8).
 */
export function readJson(body: Buffer): unknown {
	const text = body.toString("utf8").replace(/^\ufeff/, "");
	try {
		// only an escape can bring in what JSON text itself cannot hold
		return /\\u(0000|d[89a-f])/i.test(text) ? JSON.parse(text, repair) : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The value as an object whose fields may be asked for; an empty one when it is something else. */
export function asRecord(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A text or number of another system as text; undefined for everything else, and for the empty text. */
export function asText(value: unknown): string | undefined {
	if (typeof value === "number" && Number.isFinite(value)) return String(value);
	return typeof value === "string" && value !== "" ? value : undefined;
}

/** Minutes that a kitchen may really need (contract.md B.11); undefined for everything else. */
export function asPrepTime(value: unknown): number | undefined {
	return typeof value === "number" && value >= 0 && value <= PREP_MINUTES_MAX ? value : undefined;
}

/** A text without control characters, cut to what a log line or a merchant's screen takes. */
export function plainText(text: string, max = MESSAGE_MAX): string {
	const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
	return plain.length > max ? `${plain.slice(0, max - 1)}…`.toWellFormed() : plain;
}

function repair(_key: string, value: unknown): unknown {
	return typeof value === "string" ? value.replaceAll("\u0000", "\ufffd").toWellFormed() : value;
}

function sentenceIn(value: unknown): string {
	if (typeof value === "string") return value;
	const record = asRecord(value);
	for (const field of MESSAGE_FIELDS) {
		const said = record[field];
		if (typeof said === "string" && said !== "") return said;
		if (Array.isArray(said) && typeof said[0] === "string") return said[0];
	}
	return "";
}

function blot(text: string, hidden: readonly string[]): string {
	const blotted = hidden.reduce((left, secret) => (secret === "" ? left : left.replaceAll(secret, "[hidden]")), text);
	return plainText(blotted);
}
