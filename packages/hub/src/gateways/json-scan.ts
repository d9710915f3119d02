/**
 * What a body may not contain even though a JSON parser would take it (reliability.md A17). `pointer` names the field
 * where one is at fault, `""` when it is the document as a whole.
 */
export interface JsonFault {
	pointer: string;
	message: string;
}

/** Bounds of a body: levels of nesting, and values plus keys plus brackets in the whole document. */
export interface JsonBounds {
	max_depth: number;
	max_tokens: number;
}

/** One object or list that the scan is inside of. */
interface Level {
	/** Keys seen so far; undefined for a list. */
	keys: Set<string> | undefined;
	key: string;
	index: number;
	/** In an object, whether the next string is a key. */
	expects_key: boolean;
}

const NUMBER = /[0-9.eE+-]+/y;
const WORD = /[a-z]+/y;

/**
 * Walks over the text of a JSON document once, before it is parsed, and finds what must not come in: nesting or size
 * past the bounds, a key twice in one object (two readers of the body could then see two different orders), a key
 * `__proto__`, NUL, half a surrogate pair, and numbers that lose their value (1e400, 2^53+1). It does not judge the
 * grammar: the parser does that next.
 */
export function findJsonFault(text: string, bounds: JsonBounds): JsonFault | undefined {
	const levels: Level[] = [];
	let tokens = 0;
	let at = 0;
	const fault = (message: string): JsonFault => ({ pointer: pointerOf(levels), message });

	while (at < text.length) {
		const code = text.charCodeAt(at);
		const level = levels.at(-1);
		if (code === QUOTE) {
			const end = endOfString(text, at);
			if (end === -1) return undefined; // unterminated: the parser says where
			tokens += 1;
			const string = readString(text, at, end);
			if (string === undefined) return undefined; // a bad escape: the parser says where
			const flaw = string.includes("\0")
				? "the character NUL"
				: string.isWellFormed()
					? undefined
					: "half of a surrogate pair";
			if (level?.keys !== undefined && level.expects_key) {
				if (flaw) return { pointer: pointerOf(levels.slice(0, -1)), message: `has a key that contains ${flaw}` };
				level.key = string;
				level.expects_key = false;
				if (string === "__proto__") return fault("is a name that is never accepted");
				if (level.keys.has(string)) return fault("is there twice");
				level.keys.add(string);
			} else if (flaw) {
				return fault(`contains ${flaw}`);
			}
			at = end + 1;
		} else if (code === OPEN_OBJECT || code === OPEN_LIST) {
			tokens += 1;
			if (levels.length >= bounds.max_depth) {
				return { pointer: "", message: `is nested deeper than ${bounds.max_depth} levels` };
			}
			const is_object = code === OPEN_OBJECT;
			levels.push({ keys: is_object ? new Set() : undefined, key: "", index: 0, expects_key: is_object });
			at += 1;
		} else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
			levels.pop();
			at += 1;
		} else if (code === COMMA) {
			if (level) {
				level.index += 1;
				level.expects_key = level.keys !== undefined;
			}
			at += 1;
		} else if (code === MINUS || (code >= DIGIT_0 && code <= DIGIT_9)) {
			tokens += 1;
			NUMBER.lastIndex = at;
			const lexeme = NUMBER.exec(text)![0];
			const value = Number(lexeme);
			if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return fault("is a number too large to be exact");
			at += lexeme.length;
		} else {
			WORD.lastIndex = at;
			const word = WORD.exec(text)?.[0]; // true, false, null
			if (word) tokens += 1;
			at += word?.length ?? 1;
		}
		if (tokens > bounds.max_tokens) return { pointer: "", message: `has more than ${bounds.max_tokens} parts` };
	}
	return undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Index of the quote that closes the string which opens at `start`; -1 when nothing closes it. */
function endOfString(text: string, start: number): number {
	let end = text.indexOf('"', start + 1);
	while (end !== -1) {
		let slashes = 0;
		while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
		if (slashes % 2 === 0) return end;
		end = text.indexOf('"', end + 1);
	}
	return -1;
}

/** The string between two quotes with its escapes resolved; undefined when it is no valid JSON string. */
function readString(text: string, start: number, end: number): string | undefined {
	const inner = text.slice(start + 1, end);
	if (!inner.includes("\\")) return inner;
	try {
		return JSON.parse(`"${inner}"`) as string;
	} catch {
		return undefined;
	}
}

function pointerOf(levels: readonly Level[]): string {
	return levels
		.map(({ keys, key, index }) => `/${keys ? key.replaceAll("~", "~0").replaceAll("/", "~1") : index}`)
		.join("");
}
