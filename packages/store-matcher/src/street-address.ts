import { foldText, splitWords } from "./fold-text.ts";
import { streetWord } from "./street-words.ts";

/** A street line taken apart. What it does not hold is empty. */
export interface StreetAddress {
	/** folded, with letter: `2417`, `12a`, `37-12` */
	house_number: string;
	/** canonical words without number and unit */
	words: readonly string[];
	/** suite, flat, shop: folded */
	unit: string;
}

const NOTHING: StreetAddress = { house_number: "", words: [], unit: "" };

const UNIT =
	/(?:^|[\s,])(?:suite|ste|unit|apt|apartment|flat|shop|level|lvl|floor|fl|room|rm|bldg|building|space|spc|kiosk|local|lokal|top|office|no unit|#)\.?\s*#?\s*([a-z]{0,2}-?\d+[a-z]?|[a-z])(?=$|[\s,])/gu;
const BOX = /\b(?:p\.?\s*o\.?\s*box|post office box|postfach|apartado|box postal|bp|cs)\s*\.?\s*\d+/u;
const NUMBERED_ROAD =
	/\b(?:highway|hwy|route|rte|rt|us|interstate|i|sr|cr|county road|state road|road|km)[\s-]+\d+\b/gu;
const ORDINAL = /^\d+(?:st|nd|rd|th|er|eme)$/u;
const HOUSE = /^\d+[a-z]?(?:[-/]\d*[a-z]?)*$/u;
const NUMBER_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/**
 * House number, street words and unit of an address's first line; the second is looked at for a unit. The number stands first
 * (`123 Main St`, `N6W23001 Bluemound`) or, as in much of Europe, last (`Hauptstraße 12 a`). A post-office box and the number of
 * a highway are no house number.
 */
export function readStreet(line_1: string, line_2 = ""): StreetAddress {
	const folded = foldText(line_1);
	if (folded.trim() === "" || BOX.test(folded)) return NOTHING;
	const second = line_2 === "" ? { unit: "" } : unitOf(` ${foldText(line_2)}`);
	const first = unitOf(folded);
	const clean = first.rest
		.replace(/\b(?:no|nr|num|number)\.?\s*(?=\d)/gu, " ")
		.replace(/[º°]/gu, " ")
		.replace(/(\d)\s*[-–—]\s*(?=\d)/gu, "$1-")
		.replace(/(\d)\s+(bis|ter|quater)\b/gu, "$1$2")
		.replace(/(\d)-([a-z])(?=$|[\s,])/gu, "$1$2")
		.trim()
		.replace(/^(\d+)\s+([a-z])(?=[\s,])/u, withLetter)
		.replace(/^(\D.*\d)\s+([a-z])$/u, "$1$2")
		.trim();
	const { number, rest } = takeNumber(clean);
	return {
		house_number: number,
		words: splitWords(rest.replace(/\./g, " ")).flatMap(compoundStreet).map(streetWord),
		unit: first.unit || second.unit,
	};
}

function unitOf(text: string): { unit: string; rest: string } {
	let unit: string | undefined;
	const rest = text.replace(UNIT, (_, found: string) => {
		unit ??= found;
		return " ";
	});
	return { unit: unit ?? "", rest };
}

/** `12 b high street` has a number with a letter, `12 n main street` a number and a direction. */
function withLetter(whole: string, number: string, letter: string): string {
	return /[nsew]/u.test(letter) ? whole : `${number}${letter}`;
}

function takeNumber(text: string): { number: string; rest: string } {
	const words = text.split(/[\s,]+/u).filter((word) => word !== "");
	const [first = "", ...others] = words;
	if (NUMBER_WORDS.includes(first) && others.length > 0) {
		return { number: String(NUMBER_WORDS.indexOf(first) + 1), rest: others.join(" ") };
	}
	if (isNumber(first) || /^[a-z]\d+[a-z]?\d*$/u.test(first))
		return { number: plainNumber(first), rest: others.join(" ") };
	// a highway's own number stays among the words
	const named = new Set([...text.matchAll(NUMBERED_ROAD)].map((match) => match[0].split(/[\s-]+/u).at(-1)));
	const at = words.findLastIndex((word) => isNumber(word) && !named.has(word));
	if (at > 0) return { number: plainNumber(words[at] ?? ""), rest: words.toSpliced(at, 1).join(" ") };
	return denseNumber(text);
}

/** `東京都渋谷区1-2-3`: no space before the number. */
function denseNumber(text: string): { number: string; rest: string } {
	const match = /^(.*[\p{Script=Han}\p{Script=Kana}\p{Script=Hangul}\p{Script=Thai}])(\d+(?:-\d+)*)(.*)$/u.exec(text);
	return match ? { number: match[2] ?? "", rest: `${match[1]} ${match[3]}` } : { number: "", rest: text };
}

function isNumber(word: string): boolean {
	return (HOUSE.test(word) || /^\d+(?:bis|ter|quater)$/u.test(word)) && !ORDINAL.test(word);
}

function plainNumber(word: string): string {
	return word.replace(/(\d)(bis|ter|quater)$/u, (_, digit: string, suffix: string) => `${digit}${suffix[0]}`);
}

/** `hauptstrasse`, `hauptstr` and `haupt strasse` are one street. */
function compoundStreet(word: string): string[] {
	const match = /^(\p{L}{3,})(strasse|straat|strase|str|gatan|gata|vej|weg|gasse|platz|allee|laan)$/u.exec(word);
	if (!match) return [word];
	const ending = match[2] ?? "";
	return [match[1] ?? "", /^str/u.test(ending) ? "strasse" : ending];
}
