import { describe, expect, test } from "vitest";
import { readCountry } from "./country.ts";
import { foldText } from "./fold-text.ts";
import { readHours } from "./hours.ts";
import { sameHouse } from "./house-number.ts";
import { readPhone } from "./phone.ts";
import { readPostalCode, samePostalCode } from "./postal-code.ts";
import { readStreet } from "./street-address.ts";
import { readTimeZone } from "./time-zone.ts";

describe("a street line", () => {
	const cases: [line: string, house_number: string, words: string, unit: string][] = [
		["2417 Mission St", "2417", "mission street", ""],
		["12 5th Avenue", "12", "fifth avenue", ""],
		["One Market Street", "1", "market street", ""],
		["500 Mall Dr Suite 12", "500", "mall drive", "12"],
		["500 Mall Drive #12", "500", "mall drive", "12"],
		["Shop 3, 45 Beach Rd", "45", "beach road", "3"],
		["Hauptstraße 12 a", "12a", "haupt strasse", ""],
		["Straße des 17. Juni 135", "135", "strasse des 17 juni", ""],
		["12 bis rue de la Paix", "12b", "rue de la paix", ""],
		["Via Roma, 12", "12", "via roma", ""],
		["210 N 1st Ave", "210", "north first avenue", ""],
		["1200 S 300 W", "1200", "south 300 west", ""],
		["N6W23001 Bluemound Rd", "n6w23001", "bluemound road", ""],
		["Highway 101", "", "highway 101", ""],
		["4400 Highway 101", "4400", "highway 101", ""],
		["PO Box 117", "", "", ""],
		["37-12 Prince St", "37-12", "prince street", ""],
		["道玄坂１－２－３", "1-2-3", "道玄 玄坂", ""],
		["", "", "", ""],
	];
	test.each(cases)("%j has the number %j, the words %j and the unit %j", (line, house_number, words, unit) => {
		const read = readStreet(line);
		expect({ ...read, words: read.words.join(" ") }).toEqual({ house_number, words, unit });
	});
});

test("house numbers are one house when equal or an end of a short range, never by two digits swapped", () => {
	expect(sameHouse("123-125", "123")).toBe(true);
	expect(sameHouse("007", "7")).toBe(true);
	for (const [a, b] of [
		["2417", "2471"],
		["37-12", "37"],
		["12", "12a"],
		["100-900", "100"],
	] as const) {
		expect(sameHouse(a, b)).toBe(false);
	}
});

test("postcodes are compared without spaces, prefixes and the second half of a ZIP+4; half a British one says nothing", () => {
	const same = (a: string, b: string) => samePostalCode(readPostalCode(a), readPostalCode(b));
	for (const [a, b] of [
		["94110-1234", "94110"],
		["D-10115", "10115"],
		["sw1a1aa", "SW1A 1AA"],
		["02134", "2134"],
	] as const) {
		expect(same(a, b)).toBe(true);
	}
	expect(same("94110", "94111")).toBe(false);
	expect(same("OX1", "OX1 4AA")).toBeUndefined();
	expect(readPostalCode("n/a")).toBe("");
});

test("countries are one in code, name and several languages; what is no country says nothing", () => {
	expect(["US", "usa", "United States", "États-Unis"].map(readCountry)).toEqual(["US", "US", "US", "US"]);
	expect(["UK", "England", "Vereinigtes Königreich"].map(readCountry)).toEqual(["GB", "GB", "GB"]);
	expect(["Deutschland", "日本", "Россия", "ES"].map(readCountry)).toEqual(["DE", "JP", "RU", "ES"]);
	expect(["n/a", "", "Fairbanks", "-"].map(readCountry)).toEqual(["", "", "", ""]);
});

test("phone numbers are one in national and international form; what is none says nothing", () => {
	expect(readPhone("(415) 555-2671", "US")).toBe("+14155552671");
	expect(readPhone("+1 415 555 2671 ext. 4", "")).toBe("+14155552671");
	expect(readPhone("030 5550101", "DE")).toBe("+49305550101");
	expect(["call us", "12", ""].map((text) => readPhone(text, "US"))).toEqual(["", "", ""]);
});

test("time zones are one when their clocks go alike all year", () => {
	expect(readTimeZone("US/Pacific")).toBe(readTimeZone("America/Los_Angeles"));
	expect(readTimeZone("America/Phoenix")).not.toBe(readTimeZone("America/Denver"));
	expect(readTimeZone("Mars/Base")).toBe("");
});

test("opening hours are the same week in any order", () => {
	const monday = { day: 1, from: "11:00", to: "23:00" };
	const sunday = { day: 0, from: "9:00", to: "15:00" };
	expect(readHours([monday, sunday])).toBe("Sun 09:00-15:00, Mon 11:00-23:00");
	expect(readHours([sunday, monday])).toBe(readHours([monday, sunday]));
	expect(readHours([])).toBe("");
});

test("texts are folded over accents, widths, digits and alphabets", () => {
	expect(foldText("Żurek’s Łódź Straße")).toBe("zureks lodz strasse");
	expect(foldText("ＡＢＣ １２３ ٢٤")).toBe("abc 123 24");
	expect(foldText("Ленина Πλάκα")).toBe("lenina plaka");
	expect(foldText("ラーメン が")).toBe("ラーメン が".normalize("NFC"));
});
