import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { createApart } from "../../base/apart.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { createDspClient } from "../../clients/dsp-client.ts";
import type { ProviderSettings } from "../../clients/provider.ts";
import { testProvider } from "../../clients/test-provider.ts";
import { createDestinations } from "../../delivery/index.ts";
import { openLocation, runJobs, silent } from "../catalog/test-location.ts";
import { createChannels } from "./channels.ts";
import { createMenus } from "./index.ts";

/** One request that a DSP got. */
export interface Heard {
	/** `POST connection`, `DELETE connection` or the event's type */
	what: string;
	// biome-ignore lint/suspicious/noExplicitAny: tests look into events of every type
	body: any;
	key: string | undefined;
}

/** A DSP on a real socket that hears connections and events, and answers 200 unless told otherwise. */
async function openDsp() {
	const heard: Heard[] = [];
	const answers: { what: string; status: number }[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = JSON.parse(Buffer.concat(chunks).toString());
		const what = request.url?.endsWith("/connection") ? `${request.method} connection` : String(body.type);
		heard.push({ what, body, key: request.headers["idempotency-key"] as string | undefined });
		const planned = answers.findIndex((answer) => answer.what === what);
		const status = planned < 0 ? 200 : (answers.splice(planned, 1)[0]?.status ?? 200);
		response.writeHead(status, { "content-type": "application/json" });
		response.end("{}");
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard,
		/** Answer the next request of this kind with this status. */
		answer(what: string, status: number) {
			answers.push({ what, status });
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

/** A location with a POS and a DSP on real sockets, and what lies between them: catalog, menus, deliveries. */
export async function openRestaurant(options: { settings?: Partial<ProviderSettings> } = {}) {
	const location = await openLocation({ channels: createChannels });
	const { db, queue, clock, egress, target } = location;
	const dsp = await openDsp();
	const provider = testProvider({ slug: "sim-dsp", type: "dsp", base_url: dsp.url, settings: options.settings ?? {} });
	const integration_id = newId();
	await db.query(
		`INSERT INTO integration (org_id, integration_id, slug, type, status, created_at, updated_at)
		 VALUES ($1, $2, 'sim-dsp', 'dsp', 'active', 0, 0)`,
		[target.org_id, integration_id],
	);
	let isAuthorized = true;
	const menus = createMenus({
		...{ db, queue, clock, log: silent, random: randomBytes, apart: createApart({ memory_mb: 512 }) },
		getProvider: async (slug) => (slug === provider.slug ? provider : undefined),
		dsp: createDspClient({ egress, clock }),
		async withToken(_org_id, _integration_id, call) {
			if (!isAuthorized) throw new HubError("provider_reauthorization_needed");
			return call("the-token");
		},
		public_url: "https://hub.example.test",
		destinations: createDestinations(clock),
	});
	const restaurant = {
		...location,
		...{ dsp, menus },
		/** Link a store of the DSP to the location and ask for its menu. */
		async bind(dsp_location_id: string): Promise<string> {
			const binding_id = newId();
			await queue.transaction(async (tx) => {
				await tx.query(
					`INSERT INTO binding (org_id, binding_id, location_id, integration_id, slug, dsp_location_id, dsp_store_name, status,
					   created_by, created_at) VALUES ($1, $2, $3, $4, 'sim-dsp', $5, 'Blue Fin Poke', 'APPROVED', 'test', 0)`,
					[target.org_id, binding_id, target.location_id, integration_id, dsp_location_id],
				);
				await menus.requestPublish(tx, { org_id: target.org_id, binding_id });
			});
			return binding_id;
		},
		/** Serve a catalog at the POS, sync it, and send what follows. */
		async sync(catalog: unknown) {
			location.pos.serve({ body: catalog });
			await location.sync();
			await restaurant.send();
		},
		/** Send everything that is due to the DSP, and return what it heard since the last time. */
		async send(): Promise<Heard[]> {
			await runJobs(db, queue, "dsp.store-event", menus.jobs["dsp.store-event"], {
				started_at: location.started_at,
				now: clock.now(),
			});
			return dsp.heard;
		},
		/** What the DSP heard, forgotten afterwards. */
		take(): Heard[] {
			return dsp.heard.splice(0);
		},
		setAuthorized(value: boolean) {
			isAuthorized = value;
		},
		/** The file that an event sent the DSP to. */
		async fileOf(event: Heard | undefined) {
			const token = /^https:\/\/hub\.example\.test\/menus\/([\w-]{43})\.json$/.exec(event?.body.download_url)?.[1];
			const file = await menus.findMenuFile(token ?? "");
			return file === undefined ? undefined : JSON.parse(gunzipSync(file.file).toString());
		},
		async binding(binding_id: string): Promise<{ connected_at: number | null; menu_hash: string | null }> {
			const rows = await db.query("SELECT connected_at, menu_hash FROM binding WHERE binding_id = $1 AND org_id = $2", [
				binding_id,
				target.org_id,
			]);
			return rows[0] as never;
		},
		async close() {
			await dsp.close();
			await location.close();
		},
	};
	return restaurant;
}
