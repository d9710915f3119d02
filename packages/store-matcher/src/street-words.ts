/** Spellings of one street word, the first of which stands for all. */
const STREET_WORDS: readonly (readonly string[])[] = [
	["street", "st", "str", "strt"],
	["avenue", "ave", "av", "aven"],
	["boulevard", "blvd", "bd", "bvd", "boul", "blv"],
	["road", "rd"],
	["drive", "dr", "drv"],
	["lane", "ln"],
	["court", "ct", "crt"],
	["place", "pl"],
	["square", "sq"],
	["highway", "hwy", "hiway"],
	["parkway", "pkwy", "pky"],
	["expressway", "expy"],
	["freeway", "fwy"],
	["turnpike", "tpke", "tpk"],
	["terrace", "ter", "terr", "tce"],
	["circle", "cir", "circ"],
	["crescent", "cres", "cr"],
	["trail", "trl"],
	["alley", "aly"],
	["plaza", "plz", "pza"],
	["center", "ctr", "centre", "cntr", "cntre"],
	["heights", "hts"],
	["mount", "mt"],
	["fort", "ft"],
	["sainte", "ste"],
	["ouest", "o"],
	["route", "rte", "rt"],
	["junction", "jct"],
	["esplanade", "esp"],
	["close", "cl"],
	["gardens", "gdns"],
	["grove", "gr", "gv"],
	["market", "mkt"],
	["station", "stn", "sta"],
	["north", "n"],
	["south", "s"],
	["east", "e"],
	["west", "w"],
	["northeast", "ne"],
	["northwest", "nw"],
	["southeast", "se"],
	["southwest", "sw"],
	["platz", "pltz"],
	["calle", "c"],
	["carrer", "crer"],
	["avenida", "avda", "avd"],
	["piazza", "pzza"],
	["viale", "vle"],
	["corso", "cso"],
	["ulitsa", "ul", "ulica", "vulytsia", "vulitsya"],
	["prospekt", "prosp"],
	["first", "1st"],
	["second", "2nd"],
	["third", "3rd"],
	["fourth", "4th"],
	["fifth", "5th"],
	["sixth", "6th"],
	["seventh", "7th"],
	["eighth", "8th"],
	["ninth", "9th"],
	["tenth", "10th"],
];

const CANONICAL = new Map(
	STREET_WORDS.toReversed().flatMap(([word = "", ...others]) => [word, ...others].map((one) => [one, word] as const)),
);

/** Words that say what kind of street it is, or where: they tell no street from another by themselves. */
const KINDS = new Set([
	...["street", "avenue", "boulevard", "road", "drive", "lane", "court", "place", "square", "highway", "parkway"],
	...["terrace", "circle", "crescent", "plaza", "strasse", "platz", "rue", "calle", "carrer", "avenida", "rua", "via"],
	...[
		"piazza",
		"viale",
		"corso",
		"ulitsa",
		"ulica",
		"prospekt",
		"de",
		"del",
		"della",
		"la",
		"le",
		"the",
		"of",
		"du",
		"des",
	],
]);

/** A folded word in the one spelling that stands for all of its own: `st` → `street`. */
export function streetWord(word: string): string {
	return CANONICAL.get(word) ?? word;
}

/** Whether a canonical word names a kind of street only. */
export function isStreetKind(word: string): boolean {
	return KINDS.has(word);
}
