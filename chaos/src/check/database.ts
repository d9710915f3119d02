import { Client, types } from "pg";

/** What a run left in the database, as far as the checker looks: plain rows, times in epoch ms. */
export interface Snapshot {
	orders: {
		org_id: string;
		order_id: string;
		slug: string;
		dsp_location_id: string;
		dsp_order_id: string;
		binding_id: string | null;
		location_id: string | null;
		state: string;
		injection: string;
		pos_order_id: string | null;
		verdict: string | null;
		received_at: number;
		deadline_at: number;
	}[];
	order_events: {
		order_id: string;
		event_id: string;
		type: string;
		state: string | null;
		injection: string | null;
		at: number;
	}[];
	deliveries: {
		order_id: string | null;
		delivery_id: string;
		slug: string;
		type: string;
		state: string;
		reason: string | null;
		updated_at: number;
	}[];
	locations: {
		location_id: string;
		slug: string;
		provider_id: string;
		catalog_version: number;
		live_objects: number;
	}[];
	bindings: {
		binding_id: string;
		location_id: string;
		slug: string;
		dsp_location_id: string;
		created_at: number;
		ended_at: number | null;
	}[];
	catalog_versions: { location_id: string; version: number; created_at: number }[];
	integrations: { slug: string; status: string; health: string; health_reason: string | null }[];
	/** Verified webhooks: how often each body was kept. */
	inbox: { slug: string; digest: string; copies: number }[];
	/** Jobs that are due and not done. */
	due_jobs: { name: string; count: number }[];
}

/** So long a job may be due before it is nobody's. */
const DUE_FOR = "interval '30 seconds'";

/**
 * Of a job `j`: one of its key that runs, or waits to run again, holds it back, unless that one is nobody's itself. A hub's death does
 * so for a lease, news of an order that the hub has not heard of yet for as long as it may still hear of it.
 */
export const IS_HELD_BACK = `EXISTS (SELECT 1 FROM pgboss.job held WHERE held.name = j.name AND held.singleton_key = j.singleton_key
	AND held.id <> j.id AND (held.state = 'active' OR (held.state = 'retry' AND held.start_after > now() - ${DUE_FOR})))`;

const QUERIES: Record<keyof Snapshot, string> = {
	orders: `SELECT org_id, order_id, slug, dsp_location_id, dsp_order_id, binding_id, location_id, state, injection, pos_order_id,
		verdict, received_at, deadline_at FROM orders`,
	order_events: "SELECT order_id, event_id, type, state, injection, at FROM order_event ORDER BY order_id, event_id",
	deliveries: "SELECT order_id, delivery_id, slug, type, state, reason, updated_at FROM delivery ORDER BY delivery_id",
	locations: `SELECT l.location_id, l.slug, l.provider_id, l.catalog_version, (SELECT count(*) FROM catalog_object o
		WHERE o.org_id = l.org_id AND o.location_id = l.location_id AND o.retired_at IS NULL) AS live_objects FROM location l`,
	bindings: "SELECT binding_id, location_id, slug, dsp_location_id, created_at, ended_at FROM binding",
	catalog_versions: "SELECT location_id, version, created_at FROM catalog_version ORDER BY location_id, version",
	integrations: "SELECT slug, status, health, health_reason FROM integration",
	inbox: "SELECT slug, digest, count(*) AS copies FROM inbox GROUP BY slug, digest",
	due_jobs: `SELECT name, count(*) FROM pgboss.job j WHERE state < 'active' AND start_after <= now() - ${DUE_FOR}
		AND name NOT LIKE '\\_\\_pgboss%' AND NOT ${IS_HELD_BACK} GROUP BY name`,
};

/** Read it in one transaction, past every hub. */
export async function readDatabase(url: string): Promise<Snapshot> {
	const client = new Client({ connectionString: url, types: { getTypeParser: parserOf } });
	await client.connect();
	try {
		await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
		const read: [string, unknown[]][] = [];
		for (const [name, query] of Object.entries(QUERIES)) read.push([name, (await client.query(query)).rows]);
		return Object.fromEntries(read) as unknown as Snapshot;
	} finally {
		await client.end();
	}
}

// bigint and count come as numbers: none of ours is near 2^53
const parserOf = ((oid: number, format?: "text") =>
	oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser;
