import { expect, test } from "vitest";
import { lowerCurrency } from "./currency.ts";
import { normalizeRules } from "./rules.ts";

// covers: B.4.4 rules, F-18
test("rules under their wire names are kept", () => {
	const rules = {
		selection_type: "multiple" as const,
		minimum_unique_modifiers_allowed: 1,
		maximum_unique_modifiers_allowed: 3,
		amount_of_modifiers_free: 2,
		default_modifier_quantities: { oat: 1 },
	};
	expect(normalizeRules(rules, ["oat", "whole"])).toEqual(rules);
});

// covers: F-18
test("short names are read where the wire name is missing", () => {
	expect(
		normalizeRules({ min_unique: 1, max_unique: 4, max_free: 2, maximum_unique_modifiers_allowed: 3 }, []),
	).toEqual({
		minimum_unique_modifiers_allowed: 1,
		maximum_unique_modifiers_allowed: 3,
		amount_of_modifiers_free: 2,
	});
});

// covers: F-29
test("half-and-half counts as a single choice, an unknown choice as none", () => {
	expect(normalizeRules({ selection_type: "single_proportion" }, [])).toEqual({ selection_type: "single" });
	expect(normalizeRules({ selection_type: "thirds" }, [])).toEqual({});
});

// covers: B.4.4 default_modifier_quantities
test("preselected modifiers that are not in the group are ignored", () => {
	expect(normalizeRules({ default_modifier_quantities: { modifier_id: 1 } }, ["oat"])).toEqual({});
});

test("a group without rules has none", () => {
	expect(normalizeRules(undefined, ["oat"])).toEqual({});
});

// covers: E.2 in, F-37
test("a currency is kept in lower case", () => {
	expect(lowerCurrency(" USD ")).toBe("usd");
});
