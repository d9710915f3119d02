import { readCountry } from "./country.ts";
import { foldText, splitWords } from "./fold-text.ts";
import { readHours } from "./hours.ts";
import { nameWords } from "./name-words.ts";
import { readPhone } from "./phone.ts";
import { readPostalCode } from "./postal-code.ts";
import { addressText, type Store } from "./store.ts";
import { readStreet } from "./street-address.ts";
import { isStreetKind } from "./street-words.ts";
import { readTimeZone } from "./time-zone.ts";

/** A store as it is compared: everything read once. An empty text is a fact that its system does not tell. */
export interface Profile {
	store: Store;
	name: readonly string[];
	house_number: string;
	street: readonly string[];
	/** without the words that only name a kind of street, where it has others */
	own_street: readonly string[];
	unit: string;
	/** words of the street and the town, of which a name may borrow; those that only name a kind of street are left out */
	place: readonly string[];
	postal_code: string;
	country: string;
	phone: string;
	timezone: string;
	hours: string;
}

/** Reads stores into profiles. */
export function createProfiler(): (store: Store) => Profile {
	// a zone takes a formatter of its own to read, and the rows have few
	const zones = new Map<string, string>();
	const zoneOf = (name: string) => {
		const known = zones.get(name) ?? readTimeZone(name);
		zones.set(name, known);
		return known;
	};
	return (store) => {
		const country = readCountry(addressText(store, "country"));
		const street = readStreet(addressText(store, "address_line_1"), addressText(store, "address_line_2"));
		const own_street = street.words.filter((word) => !isStreetKind(word));
		const town = addressText(store, "city") || addressText(store, "locality");
		return {
			store,
			name: nameWords(store.name),
			house_number: street.house_number,
			street: street.words,
			own_street: own_street.length > 0 ? own_street : street.words,
			unit: street.unit,
			place: [...street.words, ...splitWords(foldText(town))].filter((word) => !isStreetKind(word)),
			postal_code: readPostalCode(addressText(store, "postal_code")),
			country,
			phone: store.phone ? readPhone(store.phone, country) : "",
			timezone: store.timezone ? zoneOf(store.timezone) : "",
			hours: readHours(store.hours),
		};
	};
}
