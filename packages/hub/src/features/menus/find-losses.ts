import {
	ALLERGENS,
	type Item,
	type ItemFamily,
	type MenuFinding,
	type Modifier,
	type ModifierGroup,
} from "@ticketrail/contract";
import { findNesting, type LiveCatalog } from "../catalog/index.ts";
import type { MenuVersion } from "./build-menu.ts";
import type { FlatMenu } from "./flatten-menu.ts";
import { imagesOf, unique } from "./menu-parts.ts";

const SHOWN_KINDS = ["menu", "category", "item_family", "item", "modifier_group", "modifier"] as const;
const KNOWN_ALLERGENS: ReadonlySet<string> = new Set(ALLERGENS);

/** Levels of modifier groups beyond which a person should look whether the channel shows them. */
const MANY_LEVELS = 3;

/**
 * What the POS's catalog says and the menu file of this version cannot or does not say (contract.md C.6.1, C.6.2), and a
 * warning where modifiers are nested deep. With `isAssigned` the store was given some menus only, so what it does not show is
 * no loss.
 */
export function findLosses(
	catalog: LiveCatalog,
	menu: FlatMenu,
	menu_version: MenuVersion,
	isAssigned = false,
): MenuFinding[] {
	const { objects, stateOf } = catalog;
	const losses: MenuFinding[] = [];
	const { heightOf } = findNesting(objects);
	for (const kind of SHOWN_KINDS) {
		for (const object of objects[kind].values()) {
			const { stream_id } = stateOf(kind, object.provider_id);
			const say = (rule: string, message: string) => {
				losses.push({ level: "loss", rule, kind, stream_id, name: object.name, message });
			};
			if (!menu.has(`${kind}/${stream_id}`)) {
				if (!isAssigned) say("not_shown", "is on no menu of this channel");
			} else if (kind === "item_family") {
				const family = object as ItemFamily;
				ofFamily(family, menu_version, say);
				const levels = (family.modifier_group_ids ?? []).reduce((most, id) => Math.max(most, heightOf(id)), 0);
				if (levels > MANY_LEVELS) {
					const message = `has modifier groups nested ${levels} levels deep`;
					losses.push({ level: "warning", rule: "depth", kind, stream_id, name: object.name, message });
				}
			} else if (kind === "item") ofItem(object as Item, menu_version, say);
			else if (kind === "modifier_group") ofGroup(object as ModifierGroup, say);
			else if (kind === "modifier") ofModifier(catalog, menu, object as Modifier, say);
		}
	}
	return losses;
}

type Say = (rule: string, message: string) => void;

function ofFamily(family: ItemFamily, menu_version: MenuVersion, say: Say): void {
	const sent = (family.images ?? []).filter(({ provider_url = "" }) => provider_url !== "").length;
	const usable = imagesOf(family).images?.length ?? 0;
	if (usable < sent) say("image_unusable", `has ${sent - usable} pictures without an address to fetch them from`);
	if (menu_version === "v2" && usable > 1) say("images_one", `has ${usable} pictures, and a flat menu shows one`);
	const unknown = (family.allergens ?? []).filter((allergen) => !KNOWN_ALLERGENS.has(allergen.toLowerCase()));
	if (unknown.length > 0) say("allergen_unknown", `has allergens that menus have no word for: ${unknown.join(", ")}`);
	if ((family.item_ids ?? []).length > 0 && family.sku !== undefined)
		say("family_sku", "has a sku beside those of its items");
}

function ofItem(item: Item, menu_version: MenuVersion, say: Say): void {
	const prices = item.modifier_overrides?.length ?? 0;
	if (menu_version === "v1" && prices > 0)
		say("modifier_prices", `has ${prices} modifier prices of its own, and a nested menu shows the general ones`);
}

function ofGroup(group: ModifierGroup, say: Say): void {
	if (group.rules?.selection_type === "single_proportion")
		say("single_proportion", "is chosen by proportion at the POS, and shown as a single choice");
}

function ofModifier(catalog: LiveCatalog, menu: FlatMenu, modifier: Modifier, say: Say): void {
	const { objects, stateOf } = catalog;
	const { modifier_group_ids = [], nested_modifier_group_ids = [] } = modifier;
	const nested = unique([...modifier_group_ids, ...nested_modifier_group_ids]).filter((id) =>
		objects.modifier_group.has(id),
	);
	if (nested.length === 0) return;
	const { stream_id } = stateOf("modifier", modifier.provider_id);
	const shown = (menu.get(`modifier/${stream_id}`)?.fields.nested_modifier_group_ids ?? []) as string[];
	if (shown.length < nested.length)
		say("nested_groups", `leads to ${nested.length} modifier groups, and ${shown.length} of them are shown under it`);
}
