import type { PartnerAddress } from "@ticketrail/contract";

/**
 * An address of a POS or DSP (`city`, `state`: contract.md B.3) as the Partner API spells it (`locality`,
 * `administrative_district_level_1`: contract.md A.4.4, F-24). What the other side left out is an empty text.
 */
export function partnerAddress(address: Record<string, unknown>): PartnerAddress {
	const text = (name: string): string => {
		const value = address[name];
		return typeof value === "string" ? value : "";
	};
	const address_line_2 = text("address_line_2");
	return {
		address_line_1: text("address_line_1"),
		...(address_line_2 && { address_line_2 }),
		postal_code: text("postal_code"),
		locality: text("city"),
		administrative_district_level_1: text("state"),
		country: text("country"),
	};
}
