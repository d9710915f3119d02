import type { Item, ModifierOverride } from "@ticketrail/contract";
import { isId } from "../../base/id.ts";
import type { Sql } from "../../storage/database.ts";
import { findCatalogObjectsByStreamId } from "../../storage/tables/catalog.ts";
import { priceFor } from "./price.ts";

/** What the catalog of a location says of one thing that can be ordered. Money in minor units. */
export interface Sellable {
	stream_id: string;
	kind: string;
	provider_id: string;
	/** the id that an order line carries for it (contract.md B.4.8) */
	sold_as: string | null;
	name: string;
	/** on sale, and so is the family of an item */
	is_active: boolean;
	/** no longer in the POS's catalog */
	is_retired: boolean;
	/** the least price that an order of this DSP may carry; null when the thing has no price of its own (contract.md E.14) */
	least_price: number | null;
	price_currency: string | null;
	/** what modifiers, by the POS's id, cost with this very item (contract.md B.4.3 `modifier_overrides`) */
	modifier_prices?: ReadonlyMap<string, number>;
}

/** Look up what a DSP ordered, by `stream_id`. Ids that are not ours are simply not in the answer. */
export async function findSellable(
	sql: Sql,
	org_id: string,
	location_id: string,
	slug: string,
	stream_ids: readonly string[],
): Promise<Map<string, Sellable>> {
	const ours = stream_ids.filter(isId);
	const rows = ours.length === 0 ? [] : await findCatalogObjectsByStreamId(sql, org_id, location_id, ours);
	return new Map(
		rows.map((row) => {
			const { stream_id, kind, provider_id, sold_as, is_retired, price_currency, pos_location_id } = row;
			const object = JSON.parse(row.body) as Pick<Item, "name" | "modifier_overrides"> & {
				price_amount?: number;
			};
			const sellable: Sellable = {
				...{ stream_id, kind, provider_id, sold_as, is_retired, price_currency, name: object.name },
				is_active: row.is_active && row.is_family_active,
				least_price: priceFor(object, { slug, pos_location_id }) ?? null,
			};
			if (object.modifier_overrides !== undefined) sellable.modifier_prices = pricesOf(object.modifier_overrides);
			return [stream_id, sellable];
		}),
	);
}

/** Modifier prices by the POS's modifier id, minor units; the first word on a modifier counts (contract.md C.6.2). */
export function pricesOf(overrides: readonly ModifierOverride[]): Map<string, number> {
	return new Map(
		overrides.map(({ modifier_id, price_amount }) => [modifier_id, Math.floor(price_amount + 0.5)] as const).reverse(),
	);
}
