import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DspEvent, DspOrder } from "@ticketrail/contract";
import {
	connectDatabase,
	createLog,
	type Hub,
	loadConfig,
	onboardMerchant,
	openPartnerApi,
	type PartnerApi,
	startEmbedded,
	startHub,
} from "@ticketrail/hub";
import { type ReferenceDsp, startReferenceDsp } from "@ticketrail/reference-dsp";
import { type ReferencePos, startReferencePos, type Ticket } from "@ticketrail/reference-pos";
import { orderOf } from "../e2e/counter.ts";
import { type HubProcess, startHubProcess, untilReady } from "../e2e/hub-process.ts";
import { orderLine } from "../e2e/menu.ts";
import { layPosLine, type PosLine, STATUS_PATH } from "../e2e/pos-line.ts";
import { startTap, type Tap } from "../e2e/tap.ts";
import { CREDENTIALS, environmentOf, freePort, LOGIN, RETURN_URL, SECRETS } from "../e2e/town.ts";
import { PATIENCE_MS, until } from "../e2e/until.ts";
import { sendSigned } from "../e2e/wire.ts";
import type { Cell } from "./table.ts";

/** A merchant with a POS behind a line that can fail, and a channel of its own. */
export interface Shop {
	pos: ReferencePos;
	line: PosLine;
	dsp: ReferenceDsp;
	dsp_line: Tap;
	org_id: string;
	pos_slug: string;
	dsp_slug: string;
	/** Send an order under this id, signed, to the hub whose turn it is; it must be taken. */
	place(id: string, more?: Partial<DspOrder>): Promise<void>;
	cancel(id: string): Promise<void>;
	/** The verdicts on an order that the channel was told, and the first of them, waited for. */
	verdictsOn(id: string): DspEvent[];
	verdictOn(id: string): Promise<DspEvent>;
	ticketsOf(id: string): Ticket[];
}

/** One or two hubs on one database, and two merchants: one whose channel is patient, one whose channel is not. */
export interface DeliveryTown {
	/** Its channel waits 150 s for a verdict. */
	patient: Shop;
	/** Its channel waits 3 s. */
	hasty: Shop;
	hub: Hub;
	look<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
	/** Resolves when nobody has a message about this order left to send. */
	settled(id: string): Promise<void>;
	close(): Promise<void>;
}

/** What the hasty channel's `verdict_deadline_s` is. */
const HASTY_S = 3;

export async function openDeliveryTown(cell: Cell): Promise<DeliveryTown> {
	const folder = mkdtempSync(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ticketrail-delivery-"));
	const server = await startEmbedded({ data_dir: folder });
	const common = { DATABASE_URL: server.url, TICKETRAIL_MASTER_KEY: "5e".repeat(32) };
	const first = { ...environmentOf(await freePort(), path.join(folder, "first")), ...common };
	const hub = await startHub(loadConfig(first), { log: createLog({ level: "silent" }) });
	const partner = await hub.accounts.createPartner({ name: "Test partner", scopes: ["onboarding"] });
	const api = await openPartnerApi(hub.url, partner);
	const hub_urls = [hub.url];
	const parts = { hub, api, cell, nextHub: turns(hub_urls) };
	const patient = await openShop(parts, "patient", 150);
	const hasty = await openShop(parts, "hasty", HASTY_S);
	let second: HubProcess | undefined;
	if (cell.processes === "two processes") {
		const env: Record<string, string> = { ...environmentOf(await freePort(), path.join(folder, "second")), ...common };
		second = startHubProcess(env);
		const url = `http://127.0.0.1:${env.PORT}`;
		await untilReady(second, url, 4 * PATIENCE_MS);
		hub_urls.push(url);
	}
	const db = await connectDatabase({ url: server.url, max: 2 });
	const look: DeliveryTown["look"] = (sql, values) => db.query(sql, values);
	return {
		...{ patient, hasty, hub, look },
		async settled(id) {
			const waiting = `SELECT 1 FROM delivery JOIN orders USING (org_id, order_id)
				WHERE dsp_order_id = $1 AND delivery.state = 'pending'`;
			await until(`${id} has nothing left to be sent`, async () => (await look(waiting, [id])).length === 0);
		},
		async close() {
			second?.kill();
			await second?.gone;
			await hub.stop();
			await db.close();
			for (const { pos, line, dsp, dsp_line } of [patient, hasty])
				await Promise.all([pos.stop(), line.stop(), dsp.stop(), dsp_line.stop()]);
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function openShop(
	parts: { hub: Hub; api: PartnerApi; cell: Cell; nextHub: () => string },
	name: string,
	verdict_deadline_s: number,
): Promise<Shop> {
	const { hub, api, cell, nextHub } = parts;
	const [pos_slug, dsp_slug] = [`${name}-pos`, `${name}-dsp`];
	const at = { hub_url: hub.url, ...CREDENTIALS };
	const pos = await startReferencePos({ ...at, slug: pos_slug, webhook_secret: SECRETS.pos });
	const dsp = await startReferenceDsp({ ...at, slug: dsp_slug, webhook_secret: SECRETS.dsp });
	const ticketsOf = (id: string) => [...pos.state.tickets.values()].filter(({ order }) => order.dsp_order_id === id);
	const line = await layPosLine(pos.url, (id) => ticketsOf(id)[0]);
	const dsp_line = await startTap(dsp.url);
	const { client_id, client_secret } = CREDENTIALS;
	const common = { auth: "oauth", client_id, client_secret, name } as const;
	await hub.accounts.registerProvider({
		...{ ...common, type: "pos", slug: pos_slug, base_url: line.url, webhook_secrets: [SECRETS.pos] },
		settings: [`delivery_contract=${cell.contract === "query_back" ? "at_most_once" : cell.contract}`],
		...(cell.contract === "query_back" ? { paths: [`order_status=${STATUS_PATH}`] } : {}),
	});
	await hub.accounts.registerProvider({
		...{ ...common, type: "dsp", slug: dsp_slug, base_url: dsp_line.url, webhook_secrets: [SECRETS.dsp] },
		settings: [`verdict_deadline_s=${verdict_deadline_s}`],
	});
	const { org_id } = await onboardMerchant(api, {
		...{ name, provider_id: `merchant-${name}`, return_url: RETURN_URL },
		pos: { source: pos_slug, login: LOGIN.pos },
		dsp: { source: dsp_slug, login: LOGIN.dsp },
	});
	await until(`${name} shows its menu`, () => dsp.menus.has("dd-9001"));
	const submit = async (body: object) => {
		const reply = await sendSigned(`${nextHub()}/order/${dsp_slug}`, SECRETS.dsp, JSON.stringify(body));
		if (reply.status !== 200) throw new Error(`the hub answered ${reply.status}: ${reply.text}`);
	};
	const verdictsOn = (id: string) =>
		dsp_line
			.to("POST /stream-dsp/v1/event")
			.map(({ body }) => JSON.parse(body.toString("utf8")) as DspEvent)
			.filter((event) => /accept|fail/.test(event.type) && "order_id" in event && event.order_id === id);
	return {
		...{ pos, line, dsp, dsp_line, org_id, pos_slug, dsp_slug, ticketsOf, verdictsOn },
		async place(id, more = {}) {
			const line = orderLine(dsp.menus.get("dd-9001"), "Soup of the day");
			const order = orderOf([line], { id, customer_facing_id: id, ...more });
			await submit({ type: "new_order", location_id: "dd-9001", order });
		},
		cancel: (order_id) => submit({ location_id: "dd-9001", order_id }),
		verdictOn: (id) => until(`a verdict on ${id}`, () => verdictsOn(id)[0], 2 * PATIENCE_MS),
	};
}

/** Each in turn. The list may grow. */
function turns(list: readonly string[]): () => string {
	let n = 0;
	return () => list[n++ % list.length] ?? "";
}
