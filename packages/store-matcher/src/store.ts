/** An address in either spelling of the contracts: `city` and `state` (B.3, C.2.3), or `locality` and so on (A.4.4). */
export interface StoreAddress {
	address_line_1?: unknown;
	address_line_2?: unknown;
	postal_code?: unknown;
	country?: unknown;
	[part: string]: unknown;
}

/** One opening of a week: `day` 0 is Sunday, times are `HH:MM` in the store's own zone. */
export interface OpeningTime {
	day: number;
	from: string;
	to: string;
}

/** A POS location or a DSP store as its own system lists it. What a side does not tell is left out. */
export interface Store {
	/** the system's own id; each list has an id once */
	id: string;
	name: string;
	address: StoreAddress;
	phone?: string | null;
	/** IANA name */
	timezone?: string | null;
	hours?: readonly OpeningTime[] | null;
}

/** A part of an address as text, empty when the other side sent none. */
export function addressText(store: Store, part: string): string {
	const value = store.address[part];
	return typeof value === "string" ? value.trim() : "";
}
