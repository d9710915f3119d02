import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DspEvent } from "@ticketrail/contract";
import { connectDatabase, createLog, loadConfig, openPartnerApi, startEmbedded, startHub } from "@ticketrail/hub";
import type { ReferenceDsp } from "@ticketrail/reference-dsp";
import type { ReferencePos, Ticket } from "@ticketrail/reference-pos";
import { jsonOf, orderOf } from "./counter.ts";
import { type Door, openDoor } from "./door.ts";
import { type HubProcess, startHubProcess, untilReady } from "./hub-process.ts";
import { orderLine } from "./menu.ts";
import type { Exchange, Tap } from "./tap.ts";
import { environmentOf, freePort, openForBusiness, openSystems, registerSystems, SECRETS, untilQuiet } from "./town.ts";
import { sign } from "./wire.ts";

/** A hub of a fleet: its address stays, its process comes and goes. */
export interface FleetHub {
	url: string;
	env: Record<string, string>;
	log: number | "unread" | undefined;
	process: HubProcess;
	/** Start it again after its end; resolves when it is ready. */
	restart(): Promise<void>;
}

/** Hubs in processes of their own on one PostgreSQL, with a POS, and a DSP that stands at a door in front of them. */
export interface Fleet {
	hubs: FleetHub[];
	door: Door;
	pos: ReferencePos;
	dsp: ReferenceDsp;
	pos_line: Tap;
	dsp_line: Tap;
	/** Order something under this id; resolves when a hub has taken it, however often that was tried. */
	place(id: string): Promise<void>;
	/** Ask for it once, with nobody who tries again: the status and text of the answer; 0 when there was none. */
	placeOnce(id: string): Promise<{ status: number; text: string }>;
	/** Order that many things, `at_once` at a time; resolves with their ids when all are taken. */
	offer(count: number, at_once: number): Promise<string[]>;
	/** Requests that carried an order to the POS, tickets that hang there for it, and verdicts that the DSP heard. */
	requestsFor(id: string): Exchange[];
	ticketsFor(id: string): Ticket[];
	verdictsOn(id: string): DspEvent[];
	/** Read the database past the hubs. */
	look<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
	/** Resolves when no job is due or running and no message waits to be sent. */
	settle(): Promise<void>;
	close(): Promise<void>;
}

export interface FleetOptions {
	size: number;
	/** Settings of the POS and of the DSP (interface.md). */
	settings?: string[];
	dsp_settings?: string[];
	/** The server; without it one of the fleet's own is started and stopped. */
	database?: { url: string };
	/** What the hubs are told instead of the server's own address. */
	through?: (url: string) => string;
	/** Where the hubs' logs go (`startHubProcess`). */
	log?: number | "unread";
	/** More environment for the n-th hub. */
	env?: (n: number) => Record<string, string>;
}

/** Open one: a merchant is onboarded by a hub in this process, which then makes room for the fleet. */
export async function openFleet(options: FleetOptions): Promise<Fleet> {
	const folder = mkdtempSync(path.join(roomyFolder(), "ticketrail-fleet-"));
	const own = options.database ? undefined : await startEmbedded({ data_dir: path.join(folder, "server") });
	const database_url = options.database?.url ?? own?.url ?? "";
	const common = { TICKETRAIL_MASTER_KEY: "5e".repeat(32) };
	const hubs: FleetHub[] = [];
	for (let n = 0; n < options.size; n++) {
		const local = environmentOf(await freePort(), path.join(folder, `hub-${n}`));
		const DATABASE_URL = options.through?.(database_url) ?? database_url;
		const env = { ...local, ...common, DATABASE_URL, ...options.env?.(n) };
		hubs.push(fleetHub(env, options.log));
	}
	const door = openDoor(hubs.map(({ url }) => url));
	const systems = await openSystems(hubs[0]?.url ?? "", {
		dsp: { fetch: door.fetch, max_retries: 100_000, retry_base_ms: 10 },
	});
	const { pos, dsp, pos_line, dsp_line } = systems;
	const settings = { settings: options.settings ?? [], dsp_settings: options.dsp_settings ?? [] };
	const menu = await onboard(
		{ ...hubs[0]?.env, DATABASE_URL: database_url, TICKETRAIL_ROLES: "api,worker" },
		systems,
		settings,
	);
	for (const hub of hubs) hub.process = startHubProcess(hub.env, hub.log);
	await Promise.all(hubs.map((hub) => untilReady(hub.process, hub.url)));
	const db = await connectDatabase({ url: database_url, max: 2 });
	const look: Fleet["look"] = (sql, values) => db.query(sql, values);
	const soup = (id: string) => orderOf([orderLine(menu, "Soup of the day")], { id, customer_facing_id: id });
	let offered = 0;

	const fleet: Fleet = {
		...{ hubs, door, pos, dsp, pos_line, dsp_line, look },
		async placeOnce(id) {
			const body = JSON.stringify({ type: "new_order", location_id: "dd-9001", order: soup(id) });
			const headers = { "content-type": "application/json", "Stream-Webhook-Signature": sign(SECRETS.dsp, body) };
			return await door.fetch(`${hubs[0]?.url}/order/sim-dsp`, { method: "POST", headers, body }).then(
				async (answer) => ({ status: answer.status, text: await answer.text() }),
				() => ({ status: 0, text: "" }),
			);
		},
		async place(id) {
			const order = soup(id);
			const placed = await dsp.placeOrder({ location_id: "dd-9001", order });
			if (placed.kind !== "sent" || placed.submission.kind !== "taken") throw new Error(JSON.stringify(placed));
		},
		async offer(count, at_once) {
			const ids = Array.from({ length: count }, () => `offered-${++offered}`);
			const waiting = ids.values();
			const customer = async () => {
				for (const id of waiting) await fleet.place(id);
			};
			await Promise.all(Array.from({ length: at_once }, customer));
			return ids;
		},
		requestsFor: (id) => pos_line.to("POST /stream-pos/v1/orders").filter((exchange) => isOrder(jsonOf(exchange), id)),
		ticketsFor: (id) => [...pos.state.tickets.values()].filter(({ order }) => order.dsp_order_id === id),
		verdictsOn: (id) =>
			dsp_line
				.to("POST /stream-dsp/v1/event")
				.map(jsonOf)
				.filter((event) => isVerdict(event, id)),
		settle: () => untilQuiet({ look }),
		async close() {
			door.close();
			for (const hub of hubs) hub.process.kill();
			await Promise.all(hubs.map(({ process }) => process.gone));
			await Promise.all([db.close(), pos.stop(), dsp.stop(), pos_line.stop(), dsp_line.stop()]);
			await own?.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return fleet;
}

function fleetHub(env: Record<string, string>, log: FleetHub["log"]): FleetHub {
	const url = `http://127.0.0.1:${env.PORT}`;
	const hub: FleetHub = {
		...{ url, env, log },
		process: NOT_STARTED,
		async restart() {
			await hub.process.gone;
			hub.process = startHubProcess(hub.env, hub.log);
			await untilReady(hub.process, url);
		},
	};
	return hub;
}

const NOT_STARTED: HubProcess = {
	pid: 0,
	kill() {},
	terminate: async () => null,
	gone: Promise.resolve(),
	said: () => "",
};

/** Make the systems known and take the merchant live; returns the first store's menu. */
async function onboard(
	env: Record<string, string>,
	systems: Awaited<ReturnType<typeof openSystems>>,
	settings: { settings: string[]; dsp_settings: string[] },
) {
	const hub = await startHub(loadConfig(env), { log: createLog({ level: "silent" }) });
	try {
		await registerSystems(hub, systems, settings);
		const partner = await hub.accounts.createPartner({ name: "Test partner", scopes: ["onboarding"] });
		await openForBusiness({ api: await openPartnerApi(hub.url, partner), dsp: systems.dsp });
		return systems.dsp.menus.get("dd-9001");
	} finally {
		await hub.stop();
	}
}

/** Memory where there is plenty: a database that lives for one test need not wear out a disk. */
export function roomyFolder(): string {
	const memory = "/dev/shm";
	if (!existsSync(memory)) return tmpdir();
	const { bavail, bsize } = statfsSync(memory);
	return bavail * bsize > 4 * 1024 ** 3 ? memory : tmpdir();
}

function isOrder(event: { type?: string; object?: { dsp_order_id?: string } } | null, id: string): boolean {
	return event?.type === "order.created" && event.object?.dsp_order_id === id;
}

function isVerdict(event: DspEvent, id: string): boolean {
	return (event.type === "location.order.accept" || event.type === "location.order.fail") && event.order_id === id;
}
