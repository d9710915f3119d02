import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLog, type Hub, loadConfig, openPartnerApi, type PartnerApi, startHub } from "@ticketrail/hub";
import { type ReferenceDsp, startReferenceDsp } from "@ticketrail/reference-dsp";
import { type ReferencePos, startReferencePos } from "@ticketrail/reference-pos";

/** A hub on a database of its own, with a POS, a DSP and a partner, all over real sockets. */
export interface Town {
	hub: Hub;
	pos: ReferencePos;
	dsp: ReferenceDsp;
	partner: { client_id: string; client_secret: string };
	api: PartnerApi;
	close(): Promise<void>;
}

export const SECRETS = { pos: "pos-webhook-secret", dsp: "dsp-webhook-secret" };
export const LOGIN = { pos: { username: "ana", password: "stone-oven" }, dsp: { username: "ana", password: "front-door" } };

/** Open a town on an embedded PostgreSQL of its own. `settings` and `dsp_settings` are the providers' (interface.md). */
export async function openTown(options: { settings?: string[]; dsp_settings?: string[] } = {}): Promise<Town> {
	const data_dir = mkdtempSync(path.join(tmpdir(), "ticketrail-town-"));
	const port = await freePort();
	const config = loadConfig({ PORT: String(port), DATA_DIR: data_dir, TICKETRAIL_SANDBOX: "0", TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8" });
	const hub = await startHub(config, { log: createLog({ level: "silent" }) });
	const credentials = { client_id: "ticketrail", client_secret: "hub-secret", client_name: "Ticketrail" };
	const pos = await startReferencePos({ ...credentials, hub_url: hub.url, webhook_secret: SECRETS.pos });
	const dsp = await startReferenceDsp({ ...credentials, hub_url: hub.url, webhook_secret: SECRETS.dsp });
	const provider = { auth: "oauth" as const, client_id: "ticketrail", client_secret: "hub-secret" };
	await hub.accounts.registerProvider({ ...provider, type: "pos", slug: "sim-pos", name: "Reference POS", base_url: pos.url, webhook_secrets: [SECRETS.pos], settings: options.settings ?? ["delivery_contract=dedupes_by_order_id"] });
	await hub.accounts.registerProvider({ ...provider, type: "dsp", slug: "sim-dsp", name: "Reference DSP", base_url: dsp.url, webhook_secrets: [SECRETS.dsp], settings: options.dsp_settings ?? [] });
	const partner = await hub.accounts.createPartner({ name: "Test partner", scopes: ["onboarding"] });
	const api = await openPartnerApi(hub.url, partner);
	return {
		hub, pos, dsp, partner, api,
		async close() {
			await hub.stop();
			await Promise.all([pos.stop(), dsp.stop()]);
			rmSync(data_dir, { recursive: true, force: true });
		},
	};
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
