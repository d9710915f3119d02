import type { PosLocation } from "@ticketrail/contract";

/** Joe's Pizza, a merchant with three kitchens on one login. */
export const SAMPLE_LOCATIONS: readonly PosLocation[] = [
	{
		provider_id: "4410",
		name: "Joe's Pizza - Main St",
		address: {
			address_line_1: "123 Main St",
			address_line_2: "",
			city: "Springfield",
			state: "IL",
			postal_code: "62701",
			country: "US",
		},
		timezone: "America/Chicago",
		prep_time_minutes: 15,
	},
	{
		provider_id: "4411",
		name: "Joe's Pizza - Mission",
		address: {
			address_line_1: "2471 Mission St",
			city: "San Francisco",
			state: "CA",
			postal_code: "94110",
			country: "US",
		},
		timezone: "America/Los_Angeles",
		prep_time_minutes: 20,
	},
	{
		provider_id: "4412",
		name: "Joe's Pizza - Airport kiosk",
		address: {
			address_line_1: "780 Airport Blvd",
			address_line_2: "Terminal 2, Gate 24",
			city: "San Francisco",
			state: "CA",
			postal_code: "94128",
			country: "US",
		},
		timezone: "America/Los_Angeles",
		prep_time_minutes: 10,
	},
];
