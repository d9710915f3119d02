const ACCENTED: Readonly<Record<string, string>> = {
	...{ a: "á", c: "ç", e: "é", g: "ğ", i: "í", n: "ñ", o: "ö", s: "š", u: "ü", y: "ý", z: "ž" },
	...{ A: "Å", C: "Ç", E: "É", I: "Î", N: "Ñ", O: "Ø", S: "Š", U: "Û" },
};

/** As long as words of long languages are: what is longer may be broken there. */
const WORD = /~{16}(?=~)/g;

/** A text with accents and 40 % more length, its `{places}` untouched: what is not in the resource files stands out. */
export function toPseudo(text: string): string {
	const parts = text.split(/(\{\w+\})/);
	const strange = parts.map((part) =>
		part.startsWith("{") ? part : part.replace(/[a-z]/gi, (letter) => ACCENTED[letter] ?? letter),
	);
	const longer = "~".repeat(Math.ceil(text.replace(/\{\w+\}/g, "").length * 0.4)).replace(WORD, "$& ");
	return `[${strange.join("")}${longer}]`;
}
