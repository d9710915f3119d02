import type { PosCatalog } from "@ticketrail/contract";
import { type BearerSettings, requireBearer } from "./bearer.ts";
import { type Endpoint, failure, jsonReply } from "./call.ts";
import type { Account } from "./grants.ts";

/** Whose catalog is asked for: one location's, or the merchant's Global Catalog. Ids are the POS's own. */
export type CatalogScope = { location_id: string } | { merchant_id: string };

/** The catalog of a scope, as a record or already as JSON text; undefined when the account has no such location. */
export type LoadCatalog = (
	scope: CatalogScope,
	account: Account,
) => PosCatalog | string | undefined | Promise<PosCatalog | string | undefined>;

/** The catalog endpoint (contract.md B.4): exactly one of the two headers says which catalog. */
export function createCatalog(settings: BearerSettings & { loadCatalog: LoadCatalog }): Endpoint {
	return requireBearer(settings, async (call, account) => {
		const location_id = call.header("x-provider-location-id");
		const merchant_id = call.header("x-provider-merchant-id");
		if (Boolean(location_id) === Boolean(merchant_id)) {
			return failure(400, "send exactly one of X-Provider-Location-Id and X-Provider-Merchant-Id");
		}
		const scope: CatalogScope = location_id ? { location_id } : { merchant_id: merchant_id ?? "" };
		const catalog = await settings.loadCatalog(scope, account);
		if (catalog === undefined) return failure(404, "this account has no such location or merchant");
		return typeof catalog === "string" ? { status: 200, body: catalog } : jsonReply(200, catalog);
	});
}
