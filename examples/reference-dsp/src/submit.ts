import { SIGNATURE_HEADER, type StrictDspSubmission, signBody } from "@ticketrail/contract";
import type { Ended } from "@ticketrail/history";

/** What became of a message to the hub. */
export type Submission =
	| { kind: "taken"; status: number; tries: number }
	| { kind: "refused"; status: number; message: string; tries: number }
	| { kind: "unreachable"; message: string; tries: number };

export interface SubmitSettings {
	/** Full address of `POST /order/{slug}` at the hub. */
	url: string;
	secret: string;
	fetch: typeof globalThis.fetch;
	/** Repeats after the first try. A generated client of the contract makes two (contract.md E.12). */
	max_retries: number;
	/** First pause before a repeat, ms; doubled each time up to 8 s. */
	retry_base_ms: number;
	/** Hears of each try; what it returns hears how the try ended. */
	onTry?: ((body: string) => (end: Ended) => void) | undefined;
}

const TIMEOUT_MS = 60_000;
const LONGEST_PAUSE_MS = 8_000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Send a message to the hub (contract.md C.4) as the clients in the field do (E.12): signed once, the same bytes in every
 * try, repeated on network failure, 408, 409, 429 and 5xx. Never throws for what the network or the hub does.
 */
export async function submit(settings: SubmitSettings, message: StrictDspSubmission): Promise<Submission> {
	const body = JSON.stringify(message);
	const headers = { "content-type": "application/json", [SIGNATURE_HEADER]: signBody(settings.secret, body) };
	for (let tries = 1; ; tries++) {
		const { result, is_worth_repeating, retry_after_ms } = await tryOnce(settings, { headers, body, tries });
		if (!is_worth_repeating || tries > settings.max_retries) return result;
		const pause_ms = Math.min(settings.retry_base_ms * 2 ** (tries - 1), LONGEST_PAUSE_MS);
		const jittered_ms = pause_ms * (1 - Math.random() / 4);
		await new Promise((done) => setTimeout(done, retry_after_ms ?? jittered_ms));
	}
}

async function tryOnce(
	{ url, fetch, onTry }: SubmitSettings,
	{ headers, body, tries }: { headers: Record<string, string>; body: string; tries: number },
): Promise<{ result: Submission; is_worth_repeating: boolean; retry_after_ms?: number }> {
	const end = onTry?.(body);
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
		const text = await response.text();
		const { status } = response;
		end?.({ kind: response.ok ? "ok" : "fail", status, bytes: text });
		if (response.ok) return { result: { kind: "taken", status, tries }, is_worth_repeating: false };
		const result: Submission = { kind: "refused", status, message: explain(status, text), tries };
		const is_worth_repeating = status >= 500 || [408, 409, 429].includes(status);
		const retry_after_ms = Number(response.headers.get("retry-after") ?? Number.NaN) * 1000;
		const is_usable = retry_after_ms > 0 && retry_after_ms <= LONGEST_RETRY_AFTER_MS;
		return is_usable ? { result, is_worth_repeating, retry_after_ms } : { result, is_worth_repeating };
	} catch (error) {
		end?.({ kind: "info" });
		const message = `the hub did not answer: ${error instanceof Error ? error.message : String(error)}`;
		return { result: { kind: "unreachable", message, tries }, is_worth_repeating: true };
	}
}

function explain(status: number, text: string): string {
	try {
		const { detail, message, title } = JSON.parse(text);
		return `${detail ?? message ?? title ?? `status ${status}`}`;
	} catch {
		return `status ${status}`;
	}
}
