/** One side of a pair: a POS location or a DSP store with its address as that system sent it. */
export interface Store {
	name: string;
	address: Record<string, unknown>;
}

/**
 * What a person should look at before linking a POS location with a DSP store: each hard fact that is known on both sides and
 * differs (house number, postcode, country), then the name. Empty: nothing speaks against the pair. A missing fact says nothing.
 */
export function compareStores(pos: Store, dsp: Store): string[] {
	const hard: [label: string, fact: (store: Store) => string][] = [
		["House numbers", houseNumber],
		["Postcodes", postcode],
		["Countries", country],
	];
	const warnings: string[] = [];
	for (const [label, fact] of hard) {
		const at_pos = fact(pos);
		const at_dsp = fact(dsp);
		if (at_pos && at_dsp && at_pos !== at_dsp)
			warnings.push(`${label} differ: ${at_pos} at the POS, ${at_dsp} at the DSP.`);
	}
	if (!sharesAWord(pos.name, dsp.name))
		warnings.push(`The names have no word in common: "${pos.name}" and "${dsp.name}".`);
	return warnings;
}

function textOf(store: Store, name: string): string {
	const value = store.address[name];
	return typeof value === "string" ? value.trim() : "";
}

function houseNumber(store: Store): string {
	return /(?<![\p{L}\p{N}])\d+\p{L}?(?![\p{L}\p{N}])/u.exec(textOf(store, "address_line_1"))?.[0].toUpperCase() ?? "";
}

function postcode(store: Store): string {
	const text = textOf(store, "postal_code").toUpperCase().replace(/\s/g, "");
	// ZIP+4 names a part of the ZIP area
	return /^\d{5}-\d{4}$/.test(text) ? text.slice(0, 5) : text;
}

const COUNTRY_NAMES: Record<string, string> = {
	USA: "US",
	UNITEDSTATES: "US",
	UNITEDSTATESOFAMERICA: "US",
	CAN: "CA",
	CANADA: "CA",
};

function country(store: Store): string {
	const text = textOf(store, "country")
		.toUpperCase()
		.replace(/[^\p{L}]/gu, "");
	return COUNTRY_NAMES[text] ?? text;
}

function words(name: string): Set<string> {
	const plain = name
		.normalize("NFD")
		.replace(/[\p{M}'’]/gu, "")
		.toLowerCase();
	return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

function sharesAWord(a: string, b: string): boolean {
	const others = words(b);
	return others.size === 0 || [...words(a)].some((word) => others.has(word));
}
