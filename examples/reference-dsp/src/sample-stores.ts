import type { DspLocation } from "@ticketrail/contract";

/** The same three kitchens as the reference POS has, spelled as another company's staff would type them. */
export const SAMPLE_STORES: readonly DspLocation[] = [
	{
		provider_id: "dd-9001",
		name: "Joes Pizza (Main Street)",
		address: {
			address_line_1: "123 Main Street",
			city: "Springfield",
			state: "IL",
			postal_code: "62701",
			country: "US",
		},
	},
	{
		provider_id: "dd-9002",
		name: "JOES PIZZA MISSION",
		address: {
			address_line_1: "2471 Mission Street",
			city: "San Francisco",
			state: "CA",
			postal_code: "94110",
			country: "USA",
		},
	},
	{
		provider_id: "dd-9003",
		name: "Joe's Pizza Airport",
		address: {
			address_line_1: "780 Airport Boulevard",
			address_line_2: "T2, near Gate 24",
			city: "San Francisco",
			state: "CA",
			postal_code: "94128",
			country: "United States",
		},
	},
];
