import type { Holiday, MenuTax } from "../dsp/menu-parts.ts";
import type { MenuFileV1 } from "../dsp/menu-v1.ts";
import type { MenuFileV2 } from "../dsp/menu-v2.ts";
import type { Schedule } from "../pos/schedule.ts";

const schedule: Schedule = {
	monday: ["09:00-16:00"],
	tuesday: ["09:00-16:00"],
	wednesday: ["09:00-16:00"],
	thursday: ["09:00-16:00"],
	friday: ["09:00-12:00", "13:00-21:00"],
	saturday: ["10:00-21:00"],
	sunday: [],
};
const holidays: Holiday[] = [
	{ date: "12-25", recurring_yearly: true, name: "Christmas Day" },
	{ date: "07-05", recurring_yearly: false, specific_years: [2027], hours: ["12:00-16:00"] },
];
const taxes: MenuTax[] = [{ stream_id: "st-tax-1", name: "Sales tax", rate: 10.25, is_default: true }];

/** The menu of `pos_catalog`'s tea in the nested form, with the ids that the sample orders use. */
export const menu_v1: MenuFileV1 = {
	menus: [
		{
			stream_id: "st-menu-1",
			name: "All day",
			schedule,
			categories: [
				{
					stream_id: "st-cat-1",
					name: "Tea",
					items: [
						{
							stream_id: "st-fam-1",
							name: "Black tea",
							description: "Loose leaf, four minutes",
							is_active: true,
							images: [{ url: "https://pos.example.test/images/tea.webp" }],
							tax_ids: ["st-tax-1"],
							variations: [{ stream_id: "st-var-1", name: "Large tea", price: 450, currency: "usd", is_active: true }],
							modifier_groups: [
								{
									stream_id: "st-grp-1",
									name: "Milk",
									rules: { selection_type: "single", maximum_unique_modifiers_allowed: 1 },
									modifiers: [
										{
											stream_id: "st-mod-1",
											name: "Oat milk",
											price: 75,
											currency: "usd",
											nested_modifier_groups: [
												{
													stream_id: "st-grp-2",
													name: "Foam",
													modifiers: [
														{
															stream_id: "st-mod-2",
															name: "Extra foam",
															price: 25,
															currency: "usd",
															nested_modifier_groups: [],
														},
													],
												},
											],
										},
									],
								},
							],
						},
					],
				},
			],
		},
	],
	holidays,
	taxes,
	prep_time_minutes: 12,
};

/** The same menu in the flat form, contract.md C.6.2: one image per item family, as an object. */
export const menu_v2: MenuFileV2 = {
	menus: [{ stream_id: "st-menu-1", name: "All day", schedule, category_ids: ["st-cat-1"] }],
	categories: [{ stream_id: "st-cat-1", name: "Tea", item_family_ids: ["st-fam-1"] }],
	item_families: [
		{
			stream_id: "st-fam-1",
			name: "Black tea",
			description: "Loose leaf, four minutes",
			images: { url: "https://pos.example.test/images/tea.webp" },
			item_ids: ["st-var-1"],
			modifier_group_ids: ["st-grp-1"],
			tax_ids: ["st-tax-1"],
		},
	],
	items: [{ stream_id: "st-var-1", name: "Large tea", price: 450, currency: "usd", is_active: true }],
	modifier_groups: [
		{
			stream_id: "st-grp-1",
			name: "Milk",
			modifier_ids: ["st-mod-1"],
			rules: { selection_type: "single", maximum_unique_modifiers_allowed: 1 },
		},
		{ stream_id: "st-grp-2", name: "Foam", modifier_ids: ["st-mod-2"] },
	],
	modifiers: [
		{
			stream_id: "st-mod-1",
			name: "Oat milk",
			price: 75,
			currency: "usd",
			nested_modifier_group_ids: ["st-grp-2"],
		},
		{ stream_id: "st-mod-2", name: "Extra foam", price: 25, currency: "usd" },
	],
	holidays,
	taxes,
	prep_time_minutes: 12,
};
