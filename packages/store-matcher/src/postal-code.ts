import { foldText } from "./fold-text.ts";

const FIVE_DIGITS = /^[0-9]{5}$/;

/** A postcode for comparing: folded, without spaces and a country's prefix, of a ZIP+4 the ZIP. */
export function readPostalCode(text: string): string {
	if (FIVE_DIGITS.test(text)) return text;
	const code = foldText(text)
		.replace(/^[a-z]{1,3}-(?=\d)/u, "")
		.replace(/[^\p{L}\p{N}]/gu, "");
	if (!/\d/u.test(code)) return "";
	// spreadsheets drop the leading zero of New England and Saxony
	if (/^\d{4}$/u.test(code) && /^\s*\d{4}\s*-\s*\d{4}\s*$/u.test(text)) return `0${code}`;
	return /^\d{5}\s*-?\s*\d{4}$/u.test(foldText(text).trim()) ? code.slice(0, 5) : code;
}

/**
 * Whether two read postcodes are one. `undefined`: they cannot be compared, since one is only the first half of the other
 * (British and Canadian outward codes).
 */
export function samePostalCode(a: string, b: string): boolean | undefined {
	if (a === b) return true;
	const [short = "", long = ""] = a.length < b.length ? [a, b] : [b, a];
	if (/^\d{4}$/u.test(short) && long === `0${short}`) return true;
	if (/\p{L}/u.test(short) && long.startsWith(short) && long.length - short.length === 3) return undefined;
	return false;
}
