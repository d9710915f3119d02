/** Latin letters for Cyrillic and Greek ones, coarse on purpose: spellings differ, and words are compared fuzzily after it. */
const LETTERS: Readonly<Record<string, string>> = {
	...letters("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhye"),
	...{ ё: "e", ж: "zh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ь: "", ю: "yu", я: "ya" },
	...{ і: "i", ї: "i", є: "ye", ґ: "g", ђ: "d", ј: "j", љ: "lj", њ: "nj", ћ: "c", џ: "dz", ў: "u" },
	...letters("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo"),
	...{ ς: "s", θ: "th", χ: "ch", ψ: "ps" },
};

/** A folded text with Greek and Cyrillic letters written in Latin ones; other scripts stay as they are. */
export function toLatin(text: string): string {
	return text.replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => LETTERS[letter] ?? letter);
}

function letters(from: string, to: string): Record<string, string> {
	return Object.fromEntries([...from].map((letter, index) => [letter, to[index] ?? ""]));
}
