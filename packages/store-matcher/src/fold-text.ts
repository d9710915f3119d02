import { toLatin } from "./alphabets.ts";

/** Most texts: nothing in them has another form than its lower case. */
const PLAIN = /^[ -~]*$/;

const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];

/**
 * A text as it is compared: full-width forms and ligatures resolved, lower case, no accents and apostrophes, digits of every
 * script as 0 to 9, Greek and Cyrillic in Latin letters, `&` as a word.
 */
export function foldText(text: string): string {
	if (PLAIN.test(text)) return text.toLowerCase().replace(/&/g, " and ").replace(/['`]/g, "");
	const plain = text
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[ßẞ]/gu, "ss")
		.replace(/ø/gu, "o")
		.replace(/æ/gu, "ae")
		.replace(/ł/gu, "l")
		.replace(/đ/gu, "d")
		.replace(/ı/gu, "i")
		.replace(/\p{Nd}/gu, westernDigit)
		.replace(/&/g, " and ");
	// kana keep their marks: without them they are other syllables
	const unmarked = plain.normalize("NFD").replace(/(?<![\u3040-\u30ff])\p{M}/gu, "");
	return toLatin(unmarked.normalize("NFC")).replace(/['’‘`´ʼʻ]/gu, "");
}

function westernDigit(digit: string): string {
	const point = digit.codePointAt(0) ?? 0;
	const zero = DIGIT_ZEROS.find((start) => point >= start && point < start + 10);
	return zero === undefined ? digit : String(point - zero);
}

/** The words of a folded text. Writing without spaces (Han, kana, Hangul, Thai) gives its pairs of characters. */
export function splitWords(folded: string): string[] {
	if (PLAIN.test(folded)) return folded.match(/[A-Za-z0-9]+/g) ?? [];
	const runs = folded.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
	return runs.flatMap((run) => (DENSE.test(run) ? densePieces(run) : [run]));
}

const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function densePieces(run: string): string[] {
	const characters = [...run];
	if (characters.length < 3) return [run];
	return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
