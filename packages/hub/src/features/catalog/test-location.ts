import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createApart } from "../../base/apart.ts";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import { createEgress } from "../../clients/egress.ts";
import { createImageClient } from "../../clients/image-client.ts";
import { createPosClient } from "../../clients/pos-client.ts";
import type { ProviderSettings } from "../../clients/provider.ts";
import { testProvider } from "../../clients/test-provider.ts";
import { createQueue, type Queue, type QueueName } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import { openTestDatabase } from "../../storage/test-database.ts";
import type { Channels } from "./catalog.ts";
import { createCatalog } from "./index.ts";
import { pauseMessage } from "./store-pause.ts";

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** What the POS answers when it is asked for a catalog. */
type PosAnswer = { status?: number; headers?: Record<string, string>; body: unknown };

/** A POS on a real socket that serves one catalog and remembers what it was asked. */
async function openPos() {
	const asked: IncomingMessage["headers"][] = [];
	let answer: (number: number) => PosAnswer | Promise<PosAnswer> = () => ({ body: { item_family: [] } });
	const server = createServer(async (request, response) => {
		const { status = 200, headers = {}, body } = await answer(asked.push(request.headers));
		response.writeHead(status, { "content-type": "application/json", ...headers });
		const bytes = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
		// what was announced and does not come is broken off
		if (Number(headers["content-length"]) > bytes.length) response.write(bytes, () => response.destroy());
		else response.end(bytes);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		/** Answer with this from now on. */
		serve(next: PosAnswer | ((number: number) => PosAnswer | Promise<PosAnswer>)) {
			answer = typeof next === "function" ? next : () => next;
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

/** One ingested location of one merchant whose POS is a real server, on a real database. */
export async function openLocation(
	options: { settings?: Partial<ProviderSettings>; channels?: (parts: { clock: Clock }) => Channels } = {},
) {
	const database = await openTestDatabase();
	const { db } = database;
	const pos = await openPos();
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
	// the database's own clock decides which job is due, so a test starts now and only ever goes forward
	const started_at = Date.now();
	let now = started_at;
	const clock = { now: () => now };
	const queue = await createQueue({ db, clock });
	const ids = { org_id: newId(), integration_id: newId(), location_id: newId() };
	await insertLocation(db, ids);
	const provider = testProvider({ slug: "sim-pos", base_url: pos.url, settings: options.settings ?? {} });
	const heard: unknown[] = [];
	const catalog = createCatalog({
		...{ db, queue, clock, log: silent, apart: createApart({ memory_mb: 512 }) },
		getProvider: async (slug) => (slug === provider.slug ? provider : undefined),
		pos: createPosClient({ egress, clock }),
		images: createImageClient({ egress }),
		withToken: (_org_id, _integration_id, call) => call("the-token"),
		channels: options.channels?.({ clock }) ?? recordChannels(heard, clock),
	});
	const target = { org_id: ids.org_id, location_id: ids.location_id };
	return {
		...{ db, queue, clock, pos, egress, catalog, provider, heard, target, ids, started_at },
		sync: () => catalog.syncLocation(target),
		hint: () => queue.transaction((tx) => catalog.requestSync(tx, target)),
		advance(ms: number) {
			now += ms;
		},
		runJobs: (name: QueueName) => runJobs(db, queue, name, catalog.jobs[name], { started_at, now }),
		async objects(): Promise<
			{
				kind: string;
				provider_id: string;
				stream_id: string;
				is_active: boolean;
				retired_at: number | null;
				version: number;
				body: string;
			}[]
		> {
			return db.query("SELECT * FROM catalog_object WHERE org_id = $1 ORDER BY kind, provider_id", [ids.org_id]);
		},
		async location(): Promise<{
			status: string;
			paused_until: number | null;
			catalog_version: number;
			synced_at: number | null;
			sync_error: string | null;
		}> {
			const rows = await db.query("SELECT * FROM location WHERE org_id = $1", [ids.org_id]);
			return rows[0] as never;
		},
		async close() {
			await queue.stop();
			await egress.close();
			await pos.close();
			await database.close();
		},
	};
}

/** Run every job of a queue that is due by the test's clock, until none is left; returns how many ran. */
export async function runJobs(
	db: Database,
	queue: Queue,
	name: QueueName,
	handle: ((job: Awaited<ReturnType<Queue["fetch"]>>[number]) => Promise<void>) | undefined,
	time: { started_at: number; now: number },
): Promise<number> {
	let ran = 0;
	for (;;) {
		await db.query(
			"UPDATE pgboss.job SET start_after = $1 WHERE state IN ('created', 'retry') AND start_after > $1 AND start_after <= $2",
			[new Date(time.started_at - 60_000), new Date(time.now)],
		);
		const jobs = await queue.fetch(name, 20);
		if (jobs.length === 0) return ran;
		ran += jobs.length;
		await Promise.all(jobs.map((job) => handle?.(job)));
	}
}

/** The text of a table that must not change. */
export async function snapshot(db: Database, ...tables: string[]): Promise<unknown[]> {
	return Promise.all(tables.map((table) => db.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)));
}

/** Channels whose stores have no pause but their location's. */
function recordChannels(heard: unknown[], clock: Clock): Channels {
	return {
		requestPublishEverywhere: async () => void heard.push("publish"),
		reportActivity: async (_tx, _target, changes) =>
			void heard.push(...changes.map(({ kind, is_active }) => `${kind} ${is_active ? "on" : "off"}`)),
		async reportLocationPause(_tx, _target, change) {
			const message = pauseMessage(change, clock.now());
			if (message === "resume") heard.push(message);
			else if (message !== undefined) heard.push({ pause: message.until_ms });
		},
	};
}

async function insertLocation(
	db: Database,
	ids: { org_id: string; integration_id: string; location_id: string },
): Promise<void> {
	await db.query(
		`INSERT INTO integration (org_id, integration_id, slug, type, status, account_id, created_at, updated_at)
		 VALUES ($1, $2, 'sim-pos', 'pos', 'active', 'merchant-1', 0, 0)`,
		[ids.org_id, ids.integration_id],
	);
	await db.query(
		`INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, status, created_at, updated_at)
		 VALUES ($1, $2, $3, 'sim-pos', 'pos-loc-7', 'Blue Fin Poke', '{}', 'active', 0, 0)`,
		[ids.org_id, ids.location_id, ids.integration_id],
	);
}
