import { createHash } from "node:crypto";
import type { OrgLocation, PartnerLocation } from "@ticketrail/contract";
import { createMatcher, type Link, type Matcher } from "@ticketrail/store-matcher";
import { findIntegration } from "./connect.ts";
import type { KnownIntegration } from "./door-book.ts";
import type { DoorParts, IntegrationRef } from "./door-parts.ts";
import { linksOf } from "./links.ts";

/** Both lists of a bind as they are now, matched. */
export interface PairsRead {
	integration: KnownIntegration;
	locations: OrgLocation[];
	stores: PartnerLocation[];
	links: Link[];
	matcher: Matcher;
	/** of each POS by its slug */
	names: ReadonlyMap<string, string>;
	/** changes when anything above does */
	version: string;
}

/** Ask for both sides, and match them. */
export async function readPairs(parts: DoorParts, ref: IntegrationRef): Promise<PairsRead> {
	const integration = await findIntegration(parts, ref);
	const [locations, stores] = await Promise.all([
		parts.api.orgLocations(ref.org_id),
		parts.api.listLocations(ref.integration_id),
	]);
	const links = await linksOf(parts, ref.org_id, integration.source, locations);
	const matcher = createMatcher({
		pos: locations.map(({ _id: id, name, address }) => ({ id, name, address: { ...address } })),
		dsp: stores.map(({ provider_id: id, name, address }) => ({ id, name, address: { ...address } })),
		links,
	});
	const version = createHash("sha256")
		.update(JSON.stringify([locations, stores, links]))
		.digest("base64url")
		.slice(0, 22);
	const names = new Map((await parts.book.integrations(ref.org_id)).map(({ source, name }) => [source, name]));
	return { integration, locations, stores, links, matcher, names, version };
}
