import type { Client } from "pg";
import type { FarSide } from "./far-side.ts";
import { generateCatalog } from "./generate-catalog.ts";
import type { HubProcess } from "./hub-process.ts";

/** A catalog's text as a POS sends it. */
export function catalogText(objects: number, seed: number): string {
	return JSON.stringify(generateCatalog({ objects, seed }));
}

/** The text with about this share of its objects changed, spread over all kinds: other prices, other names, other stock. */
export function changeSome(text: string, share: number): string {
	const catalog = JSON.parse(text) as Record<string, { name: string; price_amount?: number; is_active?: boolean }[]>;
	const every = Math.round(1 / share);
	for (const list of Object.values(catalog)) {
		for (let index = every - 1; index < list.length; index += every) {
			const object = list[index];
			if (object === undefined) continue;
			if (object.price_amount !== undefined) object.price_amount += 25;
			else if (object.is_active !== undefined) object.is_active = !object.is_active;
			else object.name = `${object.name} (new)`;
		}
	}
	return JSON.stringify(catalog);
}

/** Ingest one location through the Partner API; ms until it is answered, catalog stored. */
export async function ingest(hub: HubProcess, location: string): Promise<{ ms: number; objects: number }> {
	const begin = performance.now();
	const reply = (await hub.partner("POST", "/onboarding/locations/ingest", {
		onboarding_id: hub.pos_onboarding,
		locations: [{ provider_id: location }],
	})) as {
		locations: { catalog_objects?: number; error?: unknown }[];
	};
	const ms = performance.now() - begin;
	const objects = reply.locations[0]?.catalog_objects;
	if (objects === undefined) throw new Error(`ingest gave no catalog: ${JSON.stringify(reply)}`);
	return { ms, objects };
}

/**
 * The floor of a first sync: fetch the same text, parse it, and write each object's text into the same table with the same
 * keys by one bulk upsert. No checks, no hashes, no diff, no stable ids to look up. Returns ms.
 */
export async function catalogFloor(database: Client, far: FarSide, location: string): Promise<number> {
	const org_id = crypto.randomUUID();
	const location_id = crypto.randomUUID();
	const integration_id = crypto.randomUUID();
	await database.query(
		"INSERT INTO integration (org_id, integration_id, slug, type, status, created_at, updated_at) VALUES ($1, $2, 'floor', 'pos', 'active', 0, 0)",
		[org_id, integration_id],
	);
	await database.query(
		"INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, status, created_at, updated_at) VALUES ($1, $2, $3, 'floor', $4, 'Floor', '{}', 'active', 0, 0)",
		[org_id, location_id, integration_id, location],
	);
	const begin = performance.now();
	const response = await fetch(`${far.url}/stream-pos/v1/catalog`, { headers: { "x-provider-location-id": location } });
	const catalog = JSON.parse(await response.text()) as Record<string, { provider_id: string }[]>;
	const rows = Object.entries(catalog).flatMap(([kind, objects]) =>
		Array.isArray(objects)
			? [...new Map(objects.map((object) => [object.provider_id, object])).values()].map((object) => ({
					kind,
					provider_id: object.provider_id,
					body: JSON.stringify(object),
				}))
			: [],
	);
	await database.query(
		`INSERT INTO catalog_object (org_id, location_id, kind, provider_id, stream_id, body, hash, position, is_active, version)
		 SELECT $1, $2, kind, provider_id, stream_id, body, '', position, true, 1
		 FROM unnest($3::text[], $4::text[], $5::uuid[], $6::text[], $7::integer[]) AS o (kind, provider_id, stream_id, body, position)
		 ON CONFLICT (org_id, location_id, kind, provider_id) DO UPDATE SET body = excluded.body`,
		[
			org_id,
			location_id,
			rows.map((row) => row.kind),
			rows.map((row) => row.provider_id),
			rows.map(() => crypto.randomUUID()),
			rows.map((row) => row.body),
			rows.map((_, index) => index),
		],
	);
	return performance.now() - begin;
}
