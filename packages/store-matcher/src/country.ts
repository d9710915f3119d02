import { foldText } from "./fold-text.ts";

const LANGUAGES = [
	"en",
	"de",
	"fr",
	"es",
	"it",
	"pt",
	"nl",
	"pl",
	"sv",
	"da",
	"ja",
	"zh",
	"ko",
	"ru",
	"uk",
	"el",
	"ar",
];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Common short forms that no list of names has. */
const SHORT: Readonly<Record<string, string>> = {
	...{ usa: "US", us: "US", unitedstatesofamerica: "US", america: "US", can: "CA", mex: "MX", bra: "BR", arg: "AR" },
	...{ uk: "GB", gbr: "GB", greatbritain: "GB", england: "GB", scotland: "GB", wales: "GB", northernireland: "GB" },
	...{
		deu: "DE",
		ger: "DE",
		fra: "FR",
		esp: "ES",
		ita: "IT",
		prt: "PT",
		nld: "NL",
		holland: "NL",
		bel: "BE",
		che: "CH",
	},
	...{ aut: "AT", pol: "PL", swe: "SE", nor: "NO", dnk: "DK", fin: "FI", irl: "IE", grc: "GR", cze: "CZ", rus: "RU" },
	...{ ukr: "UA", jpn: "JP", chn: "CN", kor: "KR", twn: "TW", hkg: "HK", sgp: "SG", ind: "IN", aus: "AU", nzl: "NZ" },
	...{ zaf: "ZA", are: "AE", uae: "AE", sau: "SA", isr: "IL", tur: "TR", egy: "EG", korea: "KR", czechrepublic: "CZ" },
};

let names: Map<string, string> | undefined;

/** The ISO code of a country written as code, name or common short form; empty for what is none. Its list is made at first use. */
export function readCountry(text: string): string {
	const key = foldText(text).replace(/[^\p{L}]/gu, "");
	// "n/a" is no Namibia
	if (key === "" || (key.length === 2 && !/^\p{L}{2}$/u.test(text.trim()))) return "";
	if (SHORT[key]) return SHORT[key];
	names ??= countryNames();
	return names.get(key) ?? "";
}

function countryNames(): Map<string, string> {
	const found = new Map<string, string>();
	const codes = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`));
	const english = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
	const displays = LANGUAGES.map((one) => new Intl.DisplayNames([one], { type: "region", fallback: "none" }));
	for (const code of codes.filter((one) => english.of(one) !== undefined)) {
		// codes of states that are gone (DD, SU, YU) have the name of what came after
		const region = new Intl.Locale(`und-${code}`).maximize().region ?? code;
		found.set(code.toLowerCase(), region);
		if (region !== code) continue;
		for (const display of displays) {
			const key = foldText(display.of(code) ?? "").replace(/[^\p{L}]/gu, "");
			if (!found.has(key)) found.set(key, code);
		}
	}
	return found;
}
