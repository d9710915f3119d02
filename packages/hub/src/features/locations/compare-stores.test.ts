import { expect, test } from "vitest";
import { compareStores } from "./compare-stores.ts";

const address = {
	address_line_1: "2417 Mission Street",
	city: "San Francisco",
	state: "CA",
	postal_code: "94110",
	country: "US",
};
const main = { name: "Joe's Pizza - Mission", address };

test("the same store in two spellings raises no doubt", () => {
	const dsp = {
		name: "JOES PIZZA MISSION",
		address: { ...address, address_line_1: "2417 Mission St", postal_code: "94110-1234", country: "United States" },
	};
	expect(compareStores(main, dsp)).toEqual([]);
});

test("differing house numbers, postcodes and countries are each named with both values", () => {
	const dsp = {
		name: "Joes Pizza",
		address: { ...address, address_line_1: "2471 Mission St", postal_code: "94111", country: "CA" },
	};
	expect(compareStores(main, dsp)).toEqual([
		"House numbers differ: 2417 at the POS, 2471 at the DSP.",
		"Postcodes differ: 94110 at the POS, 94111 at the DSP.",
		"Countries differ: US at the POS, CA at the DSP.",
	]);
});

test("a fact that one side does not know says nothing", () => {
	expect(compareStores(main, { name: "Joe's Pizza", address: { address_line_1: "Mission Street" } })).toEqual([]);
});

test("names without a common word are pointed out", () => {
	expect(compareStores(main, { name: "Blue Dragon", address })).toEqual([
		'The names have no word in common: "Joe\'s Pizza - Mission" and "Blue Dragon".',
	]);
});

test("a street that is itself a number is not taken for a house number twice", () => {
	const a = { name: "X", address: { address_line_1: "12 5th Avenue" } };
	expect(compareStores(a, { name: "X", address: { address_line_1: "12 5th Ave" } })).toEqual([]);
});
