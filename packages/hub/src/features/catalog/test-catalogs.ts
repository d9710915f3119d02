import fc from "fast-check";
import { readLiveCatalog } from "../../storage/tables/catalog-state.ts";
import { CATALOG_SCHEMAS } from "./catalog-schemas.ts";
import { type CatalogPlace, type CheckedObject, type CheckSummary, readCatalog, takeCatalog } from "./check-catalog.ts";
import { checksOf } from "./clean-object.ts";
import type { LiveCatalog } from "./index.ts";
import { liveCatalogOf } from "./live-catalog.ts";

const CHECKS = checksOf(CATALOG_SCHEMAS);

/** What a check said, with every object that it gave. */
export interface CheckedCatalog extends CheckSummary {
	objects: CheckedObject[];
}

/** The check's result for the bytes of a catalog. */
export async function checkBytes(reply: Buffer, place: CatalogPlace): Promise<CheckedCatalog> {
	const objects: CheckedObject[] = [];
	const read = await readCatalog(reply, place, CHECKS);
	return { ...(await takeCatalog(read, place, (object) => objects.push(object))), objects };
}

/** The same for a catalog that a test wrote down. */
export function check(
	catalog: unknown,
	pos_location_id = "pos-loc-7",
	{ is_global = true } = {},
): Promise<CheckedCatalog> {
	return checkBytes(Buffer.from(JSON.stringify(catalog)), { pos_location_id, is_global });
}

/** The `stream_id` that `liveOf` gives an object. */
export function streamId(kind: string, provider_id: string): string {
	return `st-${kind}-${provider_id}`;
}

/** Checked objects as if they were stored, with telling `stream_id`s. */
export function liveOf(objects: readonly CheckedObject[]): LiveCatalog {
	return liveCatalogOf(readLiveCatalog([liveTextOf(objects)]));
}

/** The same as `loadLiveCatalog` gives it. */
function liveTextOf(objects: readonly CheckedObject[]): string {
	const rows = objects.map(
		({ kind, provider_id, is_active, body }) =>
			`["${kind}",${JSON.stringify(streamId(kind, provider_id))},${is_active},${body}]`,
	);
	return `[${rows.join(",")}]`;
}

const id = (kind: string) => fc.nat(5).map((number) => `${kind}${number}`);
const ids = (kind: string) => fc.array(id(kind), { maxLength: 5 });
const is_active = fc.option(fc.boolean(), { nil: undefined });
const name = fc.string({ unit: "grapheme", maxLength: 8 });
const price_amount = fc.nat(5000);
const price_currency = fc.constantFrom("usd", "USD", "Eur");
const overrides = fc.array(fc.record({ dsp: fc.constantFrom("uber", "doordash"), price_amount }), { maxLength: 2 });
const slot = fc
	.tuple(fc.nat(23), fc.nat(59), fc.nat(23), fc.nat(59))
	.map(([h, m, to_h, to_m]) => `${h}:${String(m).padStart(2, "0")}-${to_h}:${String(to_m).padStart(2, "0")}`);
const schedule = fc.record(
	{
		monday: fc.array(slot, { maxLength: 3 }),
		friday: fc.array(slot, { maxLength: 2 }),
		sunday: fc.array(slot, { maxLength: 2 }),
	},
	{ requiredKeys: [] },
);
const rules = fc.record(
	{
		selection_type: fc.constantFrom("single", "single_proportion", "multiple", "thirds"),
		minimum_unique_modifiers_allowed: fc.option(fc.nat(3)),
		max_unique: fc.nat(5),
		default_modifier_quantities: fc.dictionary(id("m"), fc.nat(3), { maxKeys: 2 }),
	},
	{ requiredKeys: [] },
);
const many = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 7 });

/**
 * Small catalogs in which everything happens that the contract tells a hub to bear: the same id twice, links that lead
 * nowhere, groups nested in circles, sold-out objects, families with and without items, no menus at all.
 */
export const catalogs = fc.record(
	{
		tax_rate: fc.option(fc.double({ min: 0, max: 30, noNaN: true })),
		category: many(fc.record({ provider_id: id("c"), name, item_family_ids: ids("f") })),
		item_family: many(
			fc.record(
				{
					...{ provider_id: id("f"), name, is_active, price_amount, price_currency },
					...{ item_ids: ids("i"), modifier_group_ids: ids("g"), tax_ids: ids("t"), default_item_id: id("i") },
					...{ dsp_price_amount_overrides: overrides, allergens: fc.subarray(["dairy", "Wheat", "plutonium"]) },
					images: fc.array(fc.record({ provider_url: fc.constantFrom("", "https://a.test/1.jpg", "nowhere") })),
				},
				{ requiredKeys: ["provider_id", "name"] },
			),
		),
		item: many(
			fc.record(
				{ provider_id: id("i"), name, price_amount, price_currency, is_active, dsp_price_amount_overrides: overrides },
				{ requiredKeys: ["provider_id", "name", "price_amount"] },
			),
		),
		modifier_group: many(
			fc.record(
				{ provider_id: id("g"), name, modifier_ids: ids("m"), is_active, rules },
				{ requiredKeys: ["provider_id", "name", "modifier_ids"] },
			),
		),
		modifier: many(
			fc.record(
				{ provider_id: id("m"), name, price_amount, price_currency, is_active, modifier_group_ids: ids("g") },
				{ requiredKeys: ["provider_id", "name"] },
			),
		),
		menu: many(
			fc.record(
				{ provider_id: id("n"), name, category_ids: ids("c"), schedule },
				{ requiredKeys: ["provider_id", "name", "category_ids"] },
			),
		),
		tax: many(
			fc.record(
				{ provider_id: id("t"), name, rate: fc.double({ min: 0, max: 30, noNaN: true }), is_active },
				{ requiredKeys: ["provider_id", "name", "rate"] },
			),
		),
	},
	{ requiredKeys: ["item_family"] },
);
