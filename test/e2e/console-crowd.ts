import type { Town } from "./town.ts";

/** The size that every screen of the console must be good at: a chain with as many stores at a DSP, all of them linked. */
export const CROWD = { locations: 5_000, orders: 10_000, log_rows: 50_000 };

const STREETS =
	"Alder Birch Cedar Dogwood Elm Fir Grove Hazel Ivy Juniper Kestrel Linden Maple Nettle Oak Pine Quarry Rowan";
const TOWNS = "Ashford Bellevue Carrick Dunmore Easton Fairview Granite Hollis Irving Jasper Kendal Lorton Milton";
/** An address by its number: a street of some hundred, a town, a postcode that eight neighbours share. */
const ADDRESS = `json_build_object('address_line_1', (100 + n * 7 % 9000) || ' ' || street || ' ' || (1 + n % 40) || 'th Street', 'city', town,
	'state', 'WA', 'postal_code', (20000 + n / 8)::text, 'country', 'US')::text`;
const NUMBERED = `generate_series(1, $1::int) n
	CROSS JOIN LATERAL (SELECT split_part('${STREETS}', ' ', 1 + n % 18) AS street, split_part('${TOWNS}', ' ', 1 + n % 13) AS town) place`;

/** One statement for each kind of row; each copies the one that the town's own merchant has, under ids that follow from its number. */
const STATEMENTS: readonly { count: keyof typeof CROWD; sql: string }[] = [
	{
		count: "locations",
		sql: `INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, timezone, status,
			catalog_version, synced_at, created_at, updated_at)
		SELECT org_id, gen_random_uuid(), integration_id, slug, 'crowd-' || n, 'Store ' || lpad(n::text, 5, '0') || ' ' || town, ${ADDRESS}, timezone,
			status, catalog_version, synced_at, created_at, updated_at
		FROM (SELECT * FROM location WHERE provider_id NOT LIKE 'crowd-%' LIMIT 1) one, ${NUMBERED}`,
	},
	{
		count: "locations",
		sql: `INSERT INTO dsp_store (org_id, integration_id, provider_id, name, address, created_at, updated_at)
		SELECT org_id, integration_id, 'crowd-' || n, 'Store ' || town || ' ' || street, ${ADDRESS}, created_at, updated_at
		FROM (SELECT * FROM dsp_store WHERE provider_id NOT LIKE 'crowd-%' LIMIT 1) one, ${NUMBERED}`,
	},
	{
		count: "locations",
		sql: `INSERT INTO binding (org_id, binding_id, location_id, integration_id, slug, dsp_location_id, dsp_store_name, status, connected_at,
			menu_hash, created_by, created_at)
		SELECT l.org_id, gen_random_uuid(), l.location_id, one.integration_id, one.slug, l.provider_id, l.name, one.status, one.connected_at,
			one.menu_hash, one.created_by, one.created_at
		FROM (SELECT * FROM binding WHERE dsp_location_id NOT LIKE 'crowd-%' LIMIT 1) one
		JOIN location l ON l.org_id = one.org_id AND l.provider_id LIKE 'crowd-%' AND $1::int > 0`,
	},
	{
		count: "locations",
		sql: `INSERT INTO route_dsp_store (slug, dsp_location_id, org_id, binding_id)
		SELECT slug, dsp_location_id, org_id, binding_id FROM binding WHERE dsp_location_id LIKE 'crowd-%' AND $1::int > 0`,
	},
	{
		count: "locations",
		sql: `INSERT INTO catalog_version (org_id, location_id, version, hash, objects, warnings, root, created_at)
		SELECT l.org_id, l.location_id, one.version, one.hash, one.objects, one.warnings, one.root, one.created_at
		FROM (SELECT * FROM catalog_version LIMIT 1) one
		JOIN location l ON l.org_id = one.org_id AND l.provider_id LIKE 'crowd-%' AND $1::int > 0`,
	},
	{
		count: "locations",
		sql: `WITH published AS (
			INSERT INTO menu_publication (org_id, publication_id, binding_id, location_id, slug, catalog_version, menu_hash, created_at)
			SELECT b.org_id, gen_random_uuid(), b.binding_id, b.location_id, b.slug, one.catalog_version, one.menu_hash, one.created_at
			FROM (SELECT * FROM menu_publication LIMIT 1) one
			JOIN binding b ON b.org_id = one.org_id AND b.dsp_location_id LIKE 'crowd-%' AND $1::int > 0
			RETURNING *)
		INSERT INTO delivery (org_id, delivery_id, integration_id, slug, type, binding_id, body, state, attempts, created_at, updated_at)
		SELECT p.org_id, p.publication_id, one.integration_id, one.slug, one.type, p.binding_id, one.body, 'delivered', 1, p.created_at, p.created_at
		FROM (SELECT d.* FROM delivery d JOIN menu_publication m ON m.org_id = d.org_id AND m.publication_id = d.delivery_id LIMIT 1) one, published p`,
	},
	{
		count: "orders",
		sql: `INSERT INTO orders (org_id, order_id, slug, dsp_location_id, dsp_order_id, integration_id, binding_id, location_id, state,
			injection, body, pos_order_id, estimated_ready_at, verdict, received_at, deadline_at, updated_at)
		SELECT one.org_id, uuidv7(make_interval(secs => n * -7)), one.slug, b.dsp_location_id, 'crowd-' || n, one.integration_id, b.binding_id,
			b.location_id, one.state, one.injection, one.body, 'crowd-pos-' || n, one.estimated_ready_at, one.verdict,
			one.received_at - n * 7000, one.deadline_at, one.updated_at
		FROM (SELECT * FROM orders LIMIT 1) one
		CROSS JOIN generate_series(1, $1::int) n
		JOIN (SELECT *, row_number() OVER (ORDER BY binding_id) AS nth FROM binding WHERE dsp_location_id LIKE 'crowd-%') b
			ON b.nth = 1 + n % (SELECT count(*) FROM binding WHERE dsp_location_id LIKE 'crowd-%')`,
	},
	{
		count: "orders",
		sql: `WITH sent AS (
			INSERT INTO delivery (org_id, delivery_id, integration_id, slug, type, order_id, binding_id, body, state, attempts, created_at, updated_at)
			SELECT o.org_id, uuidv7(make_interval(secs => -7 * substr(o.dsp_order_id, 7)::int)), one.integration_id, one.slug, one.type, o.order_id,
				o.binding_id, one.body, 'delivered', 1, o.received_at, o.received_at
			FROM (SELECT * FROM delivery WHERE order_id IS NOT NULL LIMIT 1) one
			JOIN orders o ON o.org_id = one.org_id AND o.dsp_order_id LIKE 'crowd-%' AND $1::int > 0
			RETURNING *),
		noted AS (
			INSERT INTO attempt (org_id, delivery_id, attempt, stage, status, latency_ms, at)
			SELECT org_id, delivery_id, 1, 'answered', 200, 12, created_at FROM sent)
		INSERT INTO order_event (org_id, order_id, event_id, type, actor, at)
		SELECT org_id, order_id, delivery_id, 'order.received', 'dsp:sim-dsp', created_at FROM sent`,
	},
	{
		count: "log_rows",
		sql: `INSERT INTO request_log (log_id, at, surface, method, route, status, ms, request_id, org_id)
		SELECT uuidv7(make_interval(secs => n * -1)), (extract(epoch FROM now()) * 1000)::bigint - n * 1000, 'partner', 'GET',
			'/onboarding/locations', CASE WHEN n % 50 = 0 THEN 422 ELSE 200 END, 3.5, gen_random_uuid(), org_id
		FROM (SELECT org_id FROM org LIMIT 1) one, generate_series(1, $1::int) n`,
	},
];

/**
 * Make a merchant that is in business, and has had an order, as large as `size`, past the hub: 5,000 catalogs would take it an
 * hour to fetch. Every location has its own address, a catalog, and one store that lists nearly the same.
 */
export async function seedConsoleCrowd(town: Pick<Town, "look">, size = CROWD): Promise<void> {
	for (const { count, sql } of STATEMENTS) await town.look(sql, [size[count]]);
	await town.look("ANALYZE");
}

/** End every link of the crowd: all its stores wait to be linked. */
export async function unlinkCrowd(town: Pick<Town, "look">): Promise<void> {
	await town.look("DELETE FROM route_dsp_store WHERE dsp_location_id LIKE 'crowd-%'");
	await town.look("UPDATE binding SET ended_at = created_at + 1 WHERE dsp_location_id LIKE 'crowd-%'");
}
