import { createServer } from "node:net";
import path from "node:path";
import { connectDatabase, type Embedded, migrate, startEmbedded } from "@ticketrail/hub";
import { Client } from "pg";
import { catalogText, ingest } from "./catalog.ts";
import { type FarSide, startFarSide } from "./far-side.ts";
import { type HubProcess, startHubProcess } from "./hub-process.ts";
import { type Orderable, readOrderables } from "./orders.ts";

/** Stores that orders go to; further locations are kept for catalogs. */
const STORES = 4;
const CATALOG_LOCATIONS = 40;

/** Everything that the cases share: one PostgreSQL, a hub on one of its databases, the floor on another, the far side. */
export interface Course {
	far: FarSide;
	hub: HubProcess;
	floor_url: string;
	floor: Client;
	orderables: readonly Orderable[];
	/** A location whose catalog nobody has fetched yet. */
	nextLocation(): string;
	/** Another hub on a database of its own, with the far side as its POS and DSP and nothing ingested; stop it yourself. */
	openHub(): Promise<HubProcess>;
	close(): Promise<void>;
}

/** Build the course: a merchant with four small stores on sale. */
export async function openCourse(data_dir: string): Promise<Course> {
	const server: Embedded = await startEmbedded({ data_dir });
	const databaseAt = (name: string) => {
		const url = new URL(server.url);
		url.pathname = `/${name}`;
		return url.href;
	};
	const createDatabase = async (name: string) => {
		const admin = new Client({ connectionString: databaseAt("postgres") });
		await admin.connect();
		await admin.query(`CREATE DATABASE ${name}`);
		await admin.end();
		return databaseAt(name);
	};
	let hubs = 0;
	const openHub = async () => {
		const name = `bench_hub_${hubs++}`;
		return await startHubProcess({
			database_url: await createDatabase(name),
			data_dir: path.join(data_dir, name),
			port: await freePort(),
			far,
		});
	};
	await createDatabase("bench_floor");
	const floor_db = await connectDatabase({ url: databaseAt("bench_floor"), max: 2 });
	await migrate(floor_db);
	await floor_db.close();
	const floor = new Client({ connectionString: databaseAt("bench_floor") });
	await floor.connect();

	const far = await startFarSide(STORES + CATALOG_LOCATIONS);
	for (let n = 0; n < STORES; n++) far.catalogs.set(`pos-${n}`, catalogText(300, n));
	const hub = await openHub();
	for (let n = 0; n < STORES; n++) await ingest(hub, `pos-${n}`);
	await hub.partner("POST", "/onboarding/locations/bind", {
		onboarding_id: hub.dsp_onboarding,
		locations: Array.from({ length: STORES }, (_, n) => ({
			pos_location_id: `pos-${n}`,
			dsp_provider_id: `dsp-${n}`,
			dsp_store_name: `Store ${n}`,
		})),
	});
	const orderables = await readOrderables(far, STORES);
	let used = STORES;
	return {
		far,
		hub,
		floor,
		floor_url: databaseAt("bench_floor"),
		orderables,
		nextLocation: () => `pos-${used++}`,
		openHub,
		async close() {
			await hub.stop();
			await far.close();
			await floor.end();
			await server.stop();
		},
	};
}

async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
