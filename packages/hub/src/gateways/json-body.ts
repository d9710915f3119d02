import { isUtf8 } from "node:buffer";
import { HubError } from "../base/error.ts";
import { findJsonFault } from "./json-scan.ts";

/** Bounds of every JSON body that comes in (reliability.md A17). */
const JSON_BOUNDS = { max_depth: 32, max_tokens: 200_000 } as const;

/**
 * Turns the bytes of a request into a value, or throws `invalid_json` with a sentence about what is wrong. On top of
 * the grammar it refuses what `findJsonFault` names, a byte order mark and anything that is not UTF-8.
 */
export function parseJson(raw: Buffer): unknown {
	if (raw.length === 0) throw invalid("The body is empty.");
	if (raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf) throw invalid("The body starts with a byte order mark.");
	if (!isUtf8(raw)) throw invalid("The body is not UTF-8.");
	const text = raw.toString("utf8");
	const fault = findJsonFault(text, JSON_BOUNDS);
	if (fault) {
		const where = fault.pointer || "The body";
		throw invalid(`${where} ${fault.message}.`, fault.pointer || undefined);
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		// Only the place: the parser's message quotes the body, and this sentence may end up in someone's log.
		const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
		throw invalid(
			position ? `The grammar of JSON is broken at character ${position}.` : "The document ends too early.",
		);
	}
}

function invalid(detail: string, param?: string): HubError {
	return new HubError("invalid_json", { detail, ...(param ? { param } : {}) });
}
