import type { Store } from "../store.ts";

/** One organisation's rows with the truth about them. */
export interface Scene {
	title: string;
	pos: Store[];
	dsp: Store[];
	/** by DSP store the POS location that it really is; a store without one is not listed */
	truth: Map<string, string>;
}

/**
 * A scene from two small tables. A row is `id | name | street line | postcode | country | phone | time zone | second line`; what
 * is left empty or out is a fact that the system does not tell. A DSP row begins with the id of its true location and `<`, or
 * with `- <` when it has none.
 */
export function scene(title: string, pos: string, dsp: string): Scene {
	const truth = new Map<string, string>();
	const stores = lines(dsp).map((line) => {
		const [label = "", rest = ""] = line.split("<", 2).map((part) => part.trim());
		const store = readRow(rest);
		if (label !== "-") truth.set(store.id, label);
		return store;
	});
	return { title, pos: lines(pos).map(readRow), dsp: stores, truth };
}

function lines(table: string): string[] {
	return table
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
}

function readRow(line: string): Store {
	const [id = "", name = "", address_line_1, postal_code, country, phone, timezone, address_line_2] = line
		.split("|")
		.map((cell) => cell.trim());
	return {
		id,
		name,
		address: { address_line_1, address_line_2, postal_code, country },
		...(phone && { phone }),
		...(timezone && { timezone }),
	};
}
