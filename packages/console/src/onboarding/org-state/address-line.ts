import type { PartnerAddress } from "@ticketrail/contract";

/** An address on one line; parts that are missing leave no comma behind. */
export function addressLine(address: PartnerAddress | undefined): string | undefined {
	if (address === undefined) return undefined;
	const { address_line_1, address_line_2, locality, administrative_district_level_1, postal_code, country } = address;
	const place = [administrative_district_level_1, postal_code, country].filter(Boolean).join(" ");
	const line = [address_line_1, address_line_2, locality, place].filter(Boolean).join(", ");
	return line === "" ? undefined : line;
}

/** Street and place, for where there is little room. */
export function shortAddress(address: PartnerAddress | undefined): string | undefined {
	if (address === undefined) return undefined;
	const line = [address.address_line_1, [address.locality, address.postal_code].filter(Boolean).join(" ")]
		.filter(Boolean)
		.join(", ");
	return line === "" ? undefined : line;
}
