import type { PosCatalog } from "../pos/catalog.ts";

/** A small tea house: sizes, a sale without sizes, modifiers with a nested group, two menus, one tax. */
export const pos_catalog: PosCatalog = {
	category: [
		{ provider_id: "cat-tea", name: "Tea", item_family_ids: ["tea", "matcha"] },
		{ provider_id: "cat-food", name: "Food", item_family_ids: ["scone"] },
	],
	item_family: [
		{
			provider_id: "tea",
			name: "Black tea",
			description: "Loose leaf, four minutes",
			is_active: true,
			item_ids: ["tea-small", "tea-large"],
			modifier_group_ids: ["milk"],
			images: [{ provider_url: "https://pos.example.test/images/tea.webp" }],
			tax_ids: ["tax-wa"],
		},
		{
			provider_id: "matcha",
			name: "Matcha",
			description: "",
			price_amount: 600,
			price_currency: "USD",
			item_ids: [],
			modifier_group_ids: ["milk"],
			tax_ids: ["tax-wa"],
			dsp_price_amount_overrides: [{ dsp: "doordash", price_amount: 660 }],
		},
		{ provider_id: "scone", name: "Scone", price_amount: 350, price_currency: "USD", tax_ids: ["tax-wa"] },
	],
	item: [
		{ provider_id: "tea-small", name: "Small tea", price_amount: 350, price_currency: "USD" },
		{ provider_id: "tea-large", name: "Large tea", price_amount: 450, price_currency: "USD" },
	],
	modifier_group: [
		{
			provider_id: "milk",
			name: "Milk",
			modifier_ids: ["whole", "oat"],
			rules: {
				selection_type: "single",
				minimum_unique_modifiers_allowed: 0,
				maximum_unique_modifiers_allowed: 1,
				amount_of_modifiers_free: 0,
			},
		},
		{
			provider_id: "foam",
			name: "Foam",
			modifier_ids: ["extra-foam"],
			rules: { selection_type: "multiple", maximum_unique_modifiers_allowed: 1 },
		},
	],
	modifier: [
		{ provider_id: "whole", name: "Whole milk", price_amount: 0, price_currency: "USD" },
		{
			provider_id: "oat",
			name: "Oat milk",
			price_amount: 75,
			price_currency: "USD",
			modifier_group_ids: ["foam"],
		},
		{ provider_id: "extra-foam", name: "Extra foam", price_amount: 25, price_currency: "USD" },
	],
	menu: [
		{
			provider_id: "all-day",
			name: "All day",
			category_ids: ["cat-tea", "cat-food"],
			schedule: {
				monday: ["9:00-16:00"],
				tuesday: ["09:00-16:00"],
				wednesday: ["09:00-16:00"],
				thursday: ["09:00-16:00"],
				friday: ["09:00-12:00", "13:00-21:00"],
				saturday: ["10:00-21:00"],
				sunday: [],
			},
		},
	],
	tax: [
		{ provider_id: "tax-wa", name: "Sales tax", rate: 10.25, is_active: true, is_default: true, is_inclusive: false },
	],
};
