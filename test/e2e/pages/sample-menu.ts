import type { MenuFileV1, ModifierGroupV1 } from "@ticketrail/contract";

const usd = { currency: "usd" };
const day = ["11:00-23:00"];
const schedule = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: [] };

const one_of = {
	selection_type: "single",
	minimum_unique_modifiers_allowed: 1,
	maximum_unique_modifiers_allowed: 1,
} as const;

const drink: ModifierGroupV1 = {
	stream_id: "st-drink",
	name: "Combo drink",
	rules: one_of,
	modifiers: [
		{ stream_id: "st-cola", name: "Cola", price: 0, ...usd, nested_modifier_groups: [] },
		{ stream_id: "st-lemonade", name: "House lemonade", price: 50, ...usd, nested_modifier_groups: [] },
	],
};
const crust: ModifierGroupV1 = {
	stream_id: "st-crust",
	name: "Crust",
	rules: one_of,
	default_modifier_quantities: { "st-thin": 1 },
	modifiers: [
		{ stream_id: "st-thin", name: "Thin", price: 0, ...usd, nested_modifier_groups: [] },
		{ stream_id: "st-gluten-free", name: "Gluten-free", price: 250, ...usd, nested_modifier_groups: [] },
	],
};
const combo: ModifierGroupV1 = {
	stream_id: "st-combo",
	name: "Make it a combo",
	rules: { selection_type: "single", maximum_unique_modifiers_allowed: 1 },
	modifiers: [{ stream_id: "st-with-drink", name: "Add a drink", price: 300, ...usd, nested_modifier_groups: [drink] }],
};

/** A menu as a hub publishes it: sizes, a choice that must be made, one that opens another, something sold out. */
export const SAMPLE_MENU: MenuFileV1 = {
	menus: [
		{
			stream_id: "st-menu",
			name: "All day",
			schedule,
			categories: [
				{
					stream_id: "st-pizza",
					name: "Pizza",
					items: [
						{
							stream_id: "st-margherita",
							name: "Margherita",
							description: "Tomato, mozzarella, basil",
							allergens: ["wheat", "dairy"],
							tax_ids: ["st-tax"],
							variations: [
								{ stream_id: "st-margherita-12", name: "12 inch", price: 1150, ...usd },
								{ stream_id: "st-margherita-16", name: "16 inch", price: 1700, ...usd },
							],
							modifier_groups: [crust, combo],
						},
					],
				},
				{
					stream_id: "st-dessert",
					name: "Desserts",
					items: [
						{
							stream_id: "st-tiramisu",
							name: "Tiramisu",
							tax_ids: ["st-tax"],
							variations: [{ stream_id: "st-tiramisu-one", name: "Tiramisu", price: 750, ...usd }],
							modifier_groups: [],
						},
						{
							stream_id: "st-panna-cotta",
							name: "Panna cotta",
							is_active: false,
							tax_ids: ["st-tax"],
							variations: [{ stream_id: "st-panna-cotta-one", name: "Panna cotta", price: 695, ...usd }],
							modifier_groups: [],
						},
					],
				},
			],
		},
	],
	holidays: [],
	taxes: [{ stream_id: "st-tax", name: "Sales tax", rate: 8.5, is_default: true }],
	prep_time_minutes: 15,
};
