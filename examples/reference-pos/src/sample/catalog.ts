import type { PosCatalog } from "@ticketrail/contract";
import { CARD, CHOICES, type Dish } from "./menu-card.ts";

const CURRENCY = { price_currency: "USD" };
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The catalog of one kitchen in the wire form of contract.md B.4: flat lists, linked by `provider_id`. A fresh copy. */
export function sampleCatalog(): PosCatalog {
	const dishes = CARD.flatMap(([, , , list]) => list);
	return {
		category: CARD.map(([provider_id, name, description, list]) => ({
			provider_id,
			name,
			description,
			item_family_ids: list.map(({ id }) => id),
		})),
		item_family: dishes.map(family),
		item: dishes.flatMap(({ sizes = [] }) =>
			sizes.map(([provider_id, name, price_amount]) => ({
				provider_id,
				name,
				is_active: true,
				price_amount,
				...CURRENCY,
			})),
		),
		modifier_group: CHOICES.map((group) => ({
			provider_id: group.id,
			name: group.name,
			is_active: true,
			modifier_ids: group.choices.map(([id]) => id),
			rules: {
				selection_type: group.selection,
				minimum_unique_modifiers_allowed: group.least,
				maximum_unique_modifiers_allowed: group.most,
				amount_of_modifiers_free: group.free ?? 0,
				default_modifier_quantities: group.preselected ? { [group.preselected]: 1 } : {},
			},
		})),
		modifier: CHOICES.flatMap(({ choices }) =>
			choices.map(([provider_id, name, price_amount, nested]) => ({
				provider_id,
				name,
				is_active: true,
				price_amount,
				...CURRENCY,
				modifier_group_ids: nested ? [nested] : [],
			})),
		),
		menu: [
			menu(
				"menu-all-day",
				"All day",
				CARD.map(([id]) => id),
				["11:00-23:00"],
				["11:00-15:00", "17:00-23:00"],
			),
			menu("menu-lunch", "Lunch", ["cat-pasta", "cat-salad", "cat-drinks"], ["11:30-14:30"], []),
		],
		tax: [
			{ provider_id: "tax-food", name: "Sales tax", rate: 8.5, is_active: true, is_default: true, is_inclusive: false },
			{
				provider_id: "tax-alcohol",
				name: "Alcohol",
				rate: 10.25,
				is_active: true,
				is_default: false,
				is_inclusive: false,
			},
		],
	};
}

function family(dish: Dish): PosCatalog["item_family"][number] {
	const sizes = dish.sizes ?? [];
	return {
		provider_id: dish.id,
		name: dish.name,
		description: dish.description ?? "",
		is_active: !dish.is_sold_out,
		// A dish without sizes is sold as itself and so needs a price of its own (contract.md B.4.8).
		...(sizes.length === 0 ? { price_amount: dish.price ?? 0, ...CURRENCY } : {}),
		item_ids: sizes.map(([id]) => id),
		modifier_group_ids: [...(dish.groups ?? [])],
		images: [],
		tax_ids: [dish.is_alcohol ? "tax-alcohol" : "tax-food"],
		is_alcohol: dish.is_alcohol ?? false,
		allergens: [...(dish.allergens ?? [])],
	};
}

function menu(provider_id: string, name: string, category_ids: string[], weekdays: string[], weekend: string[]) {
	const schedule = Object.fromEntries(DAYS.map((day, index) => [day, index < 5 ? weekdays : weekend]));
	return { provider_id, name, category_ids, schedule };
}
