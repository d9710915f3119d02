import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectDatabase, createLog, findEmbedded, loadConfig, openPartnerApi, startHub } from "@ticketrail/hub";
import type { ReferenceDsp } from "@ticketrail/reference-dsp";
import type { ReferencePos } from "@ticketrail/reference-pos";
import { orderOf } from "./counter.ts";
import { type Findings, judge } from "./history.ts";
import { endOrphan, type HubProcess, startHubProcess, untilReady } from "./hub-process.ts";
import { orderLine } from "./menu.ts";
import { environmentOf, freePort, openForBusiness, openSystems, registerSystems, untilQuiet } from "./town.ts";

/** Something that happens to an order on its way, at which a run may strike. */
export const MOMENTS = ["acknowledged", "at_the_pos", "pos_has_answered", "at_the_dsp", "dsp_has_answered"] as const;
export type Moment = (typeof MOMENTS)[number];

/** A hub in a process of its own between a POS and a DSP in this one, which keep histories. */
export interface KillTown {
	hub_url: string;
	hub: HubProcess;
	pos: ReferencePos;
	dsp: ReferenceDsp;
	/** Start the hub again after its end; resolves when it is ready. */
	restart(): Promise<void>;
	/** Called at every moment of every order. */
	onMoment: ((moment: Moment) => void) | undefined;
	/** Statuses of the hub's answers to orders, with their Retry-After. */
	answers: { status: number; retry_after: string | null }[];
	/** Offer that many good orders, `at_once` at a time. Resolves when the hub has acknowledged each of them. */
	offer(count: number, at_once: number): Promise<void>;
	/** Resolves when every order has its verdict and the hub has nothing left to do. */
	settle(): Promise<void>;
	findings(): Findings;
	offered: string[];
	acknowledged: Set<string>;
	close(): Promise<void>;
}

export interface KillTownOptions {
	/** Settings of the POS and of the DSP (interface.md). */
	settings?: string[];
	dsp_settings?: string[];
}

/** Open one: a merchant is onboarded by a hub in this process, which then makes room for one of its own. */
export async function openKillTown(options: KillTownOptions = {}): Promise<KillTown> {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-kill-"));
	const data_dir = path.join(folder, "data");
	const [pos_file, dsp_file] = [path.join(folder, "pos.jsonl"), path.join(folder, "dsp.jsonl")];
	const env = environmentOf(await freePort(), data_dir);
	const hub_url = `http://127.0.0.1:${env.PORT}`;
	const settings = options.settings ?? ["delivery_contract=dedupes_by_order_id"];
	const answers: KillTown["answers"] = [];
	const watched: typeof fetch = async (...request) => {
		const answer = await fetch(...request);
		if (!String(request[0]).includes("/order/")) return answer;
		answers.push({ status: answer.status, retry_after: answer.headers.get("retry-after") });
		if (answer.ok) town.onMoment?.("acknowledged");
		return answer;
	};
	const systems = await openSystems(hub_url, {
		pos: { history_file: pos_file },
		dsp: { history_file: dsp_file, fetch: watched, max_retries: 10_000, retry_base_ms: 10 },
	});
	const { pos, dsp, pos_line, dsp_line } = systems;
	const menu = await onboard({ env, systems, options: { settings, dsp_settings: options.dsp_settings ?? [] } });
	pos_line.onRequest = ({ path: to }) => (to.endsWith("/orders") ? town.onMoment?.("at_the_pos") : undefined);
	pos_line.onReply = ({ path: to }) => (to.endsWith("/orders") ? town.onMoment?.("pos_has_answered") : undefined);
	dsp_line.onRequest = ({ path: to }) => (to.endsWith("/event") ? town.onMoment?.("at_the_dsp") : undefined);
	dsp_line.onReply = ({ path: to }) => (to.endsWith("/event") ? town.onMoment?.("dsp_has_answered") : undefined);

	const town: KillTown = {
		...{ hub_url, dsp, pos, answers, offered: [], acknowledged: new Set<string>(), onMoment: undefined },
		hub: startHubProcess(env),
		async restart() {
			await town.hub.gone;
			town.hub = startHubProcess(env);
			await untilReady(town.hub, hub_url);
		},
		async offer(count, at_once) {
			const ids = Array.from({ length: count }, (_, index) => `order-${town.offered.length + index + 1}`);
			town.offered.push(...ids);
			const waiting = ids.values();
			const customer = async () => {
				for (const id of waiting) {
					const order = orderOf([orderLine(menu, "Soup of the day")], { id, customer_facing_id: id });
					const placed = await dsp.placeOrder({ location_id: "dd-9001", order });
					if (placed.kind !== "sent" || placed.submission.kind !== "taken") throw new Error(JSON.stringify(placed));
					town.acknowledged.add(id);
				}
			};
			await Promise.all(Array.from({ length: at_once }, customer));
		},
		async settle() {
			await Promise.all([...town.acknowledged].map((id) => dsp.waitForVerdict(id, 60_000).catch(() => undefined)));
			const url = (await findEmbedded({ data_dir })) ?? "";
			const db = await connectDatabase({ url, max: 1 });
			await untilQuiet({ look: (sql, values) => db.query(sql, values) }).finally(() => db.close());
		},
		findings: () => {
			const { offered, acknowledged } = town;
			const pos_dedupes = settings.includes("delivery_contract=dedupes_by_order_id");
			return judge({ offered, acknowledged, pos_file, dsp_file, pos_dedupes });
		},
		async close() {
			await town.hub.terminate();
			endOrphan(data_dir);
			await Promise.all([pos.stop(), dsp.stop(), pos_line.stop(), dsp_line.stop()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
	await untilReady(town.hub, hub_url);
	return town;
}

/** Make the systems known and take the merchant live; returns the first store's menu. */
async function onboard(parts: {
	env: Record<string, string>;
	systems: Awaited<ReturnType<typeof openSystems>>;
	options: { settings: string[]; dsp_settings: string[] };
}) {
	const { env, systems, options } = parts;
	const hub = await startHub(loadConfig(env), { log: createLog({ level: "silent" }) });
	try {
		await registerSystems(hub, systems, options);
		const partner = await hub.accounts.createPartner({ name: "Test partner", scopes: ["onboarding"] });
		await openForBusiness({ api: await openPartnerApi(hub.url, partner), dsp: systems.dsp });
		return systems.dsp.menus.get("dd-9001");
	} finally {
		await hub.stop();
	}
}
