import type { PosCatalog } from "@ticketrail/contract";
import { CHOICES, DESCRIPTIONS, DISHES, QUESTIONS, SECTIONS, SIZES, STYLES } from "./catalog-words.ts";

type Family = PosCatalog["item_family"][number];
type Group = NonNullable<PosCatalog["modifier_group"]>[number];
type Modifier = NonNullable<PosCatalog["modifier"]>[number];

/** How deep groups are nested in modifiers in every generated catalog of some size. */
export const NESTED_LEVELS = 6;

const HOURS = {
	monday: ["9:00-14:30", "17:00-22:00"],
	tuesday: ["09:00-14:30", "17:00-22:00"],
	wednesday: [],
	thursday: ["09:00-22:00"],
	friday: ["18:00-02:00"],
	saturday: ["18:00-02:30"],
	sunday: ["00:00-24:00"],
};

/**
 * A catalog as a POS sends it (contract.md B.4) with about as many objects as asked for, at least 20, always the same for
 * one seed: shared modifiers, groups nested six levels, several menus, overnight hours, several alphabets, zero prices,
 * sold-out objects, families without items. `with_faults` (default true) adds what real catalogs also have: ids sent
 * twice, links that lead nowhere, a circle of groups.
 */
export function generateCatalog(options: { objects: number; seed: number; with_faults?: boolean }): PosCatalog {
	const random = createRandom(options.seed);
	const { pick, int, chance } = random;
	const share = (part: number) => Math.max(1, Math.floor(options.objects * part));
	const faults = (options.with_faults ?? true) ? 1 : 0;

	const taxes = [8.5, 0, 10.25].map((rate, index) => ({
		provider_id: `tax-${index}`,
		name: `Tax ${rate} %`,
		rate,
		is_default: index === 0,
		is_inclusive: index === 2,
	}));
	const modifiers = Array.from(
		{ length: share(0.27) },
		(_, index): Modifier => ({
			provider_id: `mod-${index}`,
			name: `${pick(CHOICES)} ${index}`,
			price_amount: chance(0.4) ? 0 : int(25, 600),
			price_currency: "USD",
			...(chance(0.3) ? { is_active: !chance(0.1) } : {}),
			...(chance(0.05) ? { dsp_price_amount_overrides: [{ dsp: "doordash", price_amount: int(50, 700) }] } : {}),
		}),
	);
	const groups = Array.from({ length: share(0.09) }, (_, index): Group => {
		const size = Math.min(int(2, 12), modifiers.length);
		const first = int(0, modifiers.length - size);
		const minimum = chance(0.3) ? 1 : 0;
		return {
			provider_id: `grp-${index}`,
			name: `${pick(QUESTIONS)} ${index}`,
			is_active: !chance(0.02),
			modifier_ids: modifiers.slice(first, first + size).map((modifier) => modifier.provider_id),
			rules: {
				selection_type: chance(0.7) ? "single" : "multiple",
				minimum_unique_modifiers_allowed: minimum,
				...(chance(0.6) ? { maximum_unique_modifiers_allowed: Math.max(minimum, int(1, size)) } : {}),
				...(chance(0.1) ? { amount_of_modifiers_free: 1 } : {}),
				// what a live POS really sends, copied from documentation
				default_modifier_quantities: { modifier_id: 1 },
			},
		};
	});
	addChains(groups, modifiers, Math.max(1, Math.floor(options.objects / 300)), random);

	const items: NonNullable<PosCatalog["item"]> = [];
	const families = Array.from({ length: share(0.235) }, (_, index): Family => {
		const hasItems = chance(0.75);
		const own = Array.from({ length: hasItems ? int(1, 3) : 0 }, (_unused, size) => `item-${index}-${size}`);
		for (const provider_id of own) {
			items.push({
				provider_id,
				name: pick(SIZES),
				price_amount: chance(0.01) ? 0 : int(150, 4500),
				price_currency: "USD",
				is_active: !chance(0.04),
			});
		}
		return {
			provider_id: `fam-${index}`,
			name: [pick(STYLES), pick(DISHES), `#${index}`].filter(Boolean).join(" "),
			description: pick(DESCRIPTIONS),
			is_active: !chance(0.05),
			...(hasItems ? { item_ids: own } : { price_amount: int(100, 3000), price_currency: "usd", item_ids: [] }),
			modifier_group_ids: some(groups, int(0, 4), random).map((group) => group.provider_id),
			images: chance(0.5) ? [{ provider_url: `https://images.example.test/${index}.jpg` }] : [{ provider_url: "" }],
			tax_ids: chance(0.8) ? ["tax-0"] : ["tax-0", "tax-2"],
			is_alcohol: chance(0.05),
			allergens: chance(0.2) ? ["dairy", "wheat"] : [],
			dsp_price_amount_overrides: !hasItems && chance(0.2) ? [{ dsp: "uber", price_amount: int(150, 3500) }] : [],
		};
	});
	const categories = Array.from({ length: Math.max(3, share(0.02)) }, (_, index) => ({
		provider_id: `cat-${index}`,
		name: `${pick(SECTIONS)} ${index}`,
		item_family_ids: [] as string[],
	}));
	families.forEach((family, index) => {
		categories[index % categories.length]?.item_family_ids.push(family.provider_id);
		// some things stand in two places, as a drink in "Drinks" and in "Lunch deals"
		if (chance(0.05)) categories[(index + 1) % categories.length]?.item_family_ids.push(family.provider_id);
	});
	const ids = categories.map((category) => category.provider_id);
	const catalog = {
		category: categories,
		item_family: families,
		item: items,
		modifier_group: groups,
		modifier: modifiers,
		menu: [
			{ provider_id: "menu-all", name: "All day", category_ids: ids },
			{
				provider_id: "menu-lunch",
				name: "Lunch",
				category_ids: ids.slice(0, Math.ceil(ids.length / 3)),
				schedule: HOURS,
			},
			{ provider_id: "menu-late", name: "夜食", category_ids: ids.slice(-1), schedule: HOURS },
		],
		tax: taxes,
	};
	if (faults) addFaults(catalog, share(0.002));
	return catalog;
}

/** One chain of groups within modifiers, six levels deep, for every 300 objects; each level also offers shared modifiers. */
function addChains(groups: Group[], modifiers: Modifier[], count: number, random: Random): void {
	const shared = modifiers.map((modifier) => modifier.provider_id);
	for (let chain = 0; chain < count; chain++) {
		for (let level = 0; level < NESTED_LEVELS; level++) {
			const isLast = level === NESTED_LEVELS - 1;
			modifiers.push({
				provider_id: `mod-chain-${chain}-${level}`,
				name: `${random.pick(CHOICES)} (${level + 1})`,
				price_amount: random.chance(0.5) ? 0 : random.int(25, 300),
				price_currency: "USD",
				...(isLast ? {} : { modifier_group_ids: [`grp-chain-${chain}-${level + 1}`] }),
			});
			groups.push({
				provider_id: `grp-chain-${chain}-${level}`,
				name: `${random.pick(QUESTIONS)} (${level + 1})`,
				modifier_ids: [`mod-chain-${chain}-${level}`, random.pick(shared)],
				rules: { selection_type: "single", maximum_unique_modifiers_allowed: 1 },
			});
		}
	}
}

function addFaults(catalog: PosCatalog & { modifier_group: Group[]; modifier: Modifier[] }, count: number): void {
	// a choice that leads back to where it is made
	const circle = { name: "Again", price_amount: 0, price_currency: "USD", modifier_group_ids: ["grp-circle"] };
	catalog.modifier.push({ provider_id: "mod-circle", ...circle });
	catalog.modifier_group.push({ provider_id: "grp-circle", name: "Once more?", modifier_ids: ["mod-circle"] });
	for (let index = 0; index < count; index++) {
		const family = catalog.item_family[index];
		if (family === undefined) return;
		catalog.item_family.push({ ...family, name: `${family.name} (sent twice)` });
		const nowhere = index === 0 ? ["grp-gone-0", "grp-circle"] : [`grp-gone-${index}`];
		family.modifier_group_ids = [...(family.modifier_group_ids ?? []), ...nowhere];
		catalog.category[index % catalog.category.length]?.item_family_ids.push(`fam-gone-${index}`);
	}
}

interface Random {
	int(least: number, most: number): number;
	chance(probability: number): boolean;
	pick<T>(from: readonly T[]): T;
}

function some<T>(from: readonly T[], count: number, random: Random): T[] {
	return [...new Set(Array.from({ length: Math.min(count, from.length) }, () => random.pick(from)))];
}

/** A small seeded generator of numbers (xorshift32): the same catalog on every machine. */
function createRandom(seed: number): Random {
	let state = (seed | 0) ^ 0x9e3779b9 || 1;
	function next(): number {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 0x1_0000_0000;
	}
	for (let round = 0; round < 16; round++) next();
	return {
		int: (least, most) => least + Math.floor(next() * (most - least + 1)),
		chance: (probability) => next() < probability,
		pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
	};
}
