import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A phone number as `+14155552671`, read with the country of its store; empty when it is no possible number. */
export function readPhone(text: string, country: string): string {
	const region = isSupportedCountry(country) ? (country as CountryCode) : undefined;
	const parsed = parsePhoneNumberFromString(text.normalize("NFKC"), region);
	return parsed?.isPossible() ? parsed.number : "";
}
