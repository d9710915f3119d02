import { foldText, splitWords } from "./fold-text.ts";
import { isStreetKind, streetWord } from "./street-words.ts";

/** Words that tell nothing, and are left out of a name that has others. */
const FILLERS = new Set([
	...["the", "and", "of", "at", "on", "in", "by", "la", "le", "el", "il", "de", "del", "di", "da", "der", "die", "das"],
	...["und", "et", "y", "i", "e"],
]);

/** Words that many stores of any organisation carry: they weigh little from the start. */
const GENERAL = new Set([
	...[
		"restaurant",
		"restaurante",
		"ristorante",
		"cafe",
		"bar",
		"grill",
		"kitchen",
		"store",
		"shop",
		"location",
		"branch",
	],
	...["llc", "inc", "ltd", "gmbh", "co", "corp", "sarl", "delivery", "online", "pickup", "takeaway", "takeout", "app"],
	...["usa", "official", "new", "no", "number"],
]);

/** The words of a store's name in the spelling that is compared, each once. */
export function nameWords(name: string): string[] {
	const words = splitWords(foldText(name).replace(/\b(\p{L})\.(?=\p{L}\b)/gu, "$1")).map(streetWord);
	const telling = words.filter((word) => !FILLERS.has(word));
	return [...new Set(telling.length > 0 ? telling : words)];
}

/** Whether a word tells little about which store it is. */
export function isGeneralWord(word: string): boolean {
	return GENERAL.has(word) || isStreetKind(word);
}
