import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happened to one order on the far sides; times are `performance.now()` of this process. */
export interface Seen {
	at_pos: number[];
	verdicts: string[];
}

/** A POS and a DSP that do next to nothing, so that the measured side has the machine. */
export interface FarSide {
	url: string;
	/** By the DSP's order id. */
	seen: Map<string, Seen>;
	/** Catalog text by POS location id. */
	catalogs: Map<string, string>;
	/** The latest menu file's address by DSP store id. */
	menus: Map<string, string>;
	/** Resolves with the first verdict on an order. */
	verdict(order_id: string): Promise<void>;
	close(): Promise<void>;
}

interface DspEvent {
	type: string;
	location_id: string;
	order_id?: string;
	download_url?: string;
	failure_details?: { error_message?: string };
}

const address = { address_line_1: "1 Main St", city: "Springfield", state: "OR", postal_code: "97477", country: "US" };

export async function startFarSide(locations: number): Promise<FarSide> {
	const seen = new Map<string, Seen>();
	const catalogs = new Map<string, string>();
	const menus = new Map<string, string>();
	const waiting = new Map<string, () => void>();
	const ids = (prefix: string) =>
		Array.from({ length: locations }, (_, n) => ({ provider_id: `${prefix}-${n}`, name: `Store ${n}`, address }));
	const of = (order_id: string): Seen => {
		const entry = seen.get(order_id) ?? { at_pos: [], verdicts: [] };
		seen.set(order_id, entry);
		return entry;
	};

	const server: Server = createServer((request, response) => {
		const url = request.url ?? "";
		if (url.endsWith("/locations"))
			return answer(response, 200, JSON.stringify({ locations: ids(url.startsWith("/stream-pos") ? "pos" : "dsp") }));
		if (url.endsWith("/catalog"))
			return answer(response, 200, catalogs.get(String(request.headers["x-provider-location-id"])) ?? "{}");
		if (url.startsWith("/stream-pos/v1/orders")) {
			const at = performance.now();
			return read(request, (text) => {
				const { object } = JSON.parse(text) as { object: { dsp_order_id: string } };
				of(object.dsp_order_id).at_pos.push(at);
				answer(response, 201, `{"order":{"provider_id":"ticket-${object.dsp_order_id}"}}`);
			});
		}
		if (url.startsWith("/stream-dsp/v1/event")) {
			return read(request, (text) => {
				answer(response, 200, "{}");
				const event = JSON.parse(text) as DspEvent;
				if (event.download_url !== undefined) menus.set(event.location_id, event.download_url);
				if (event.order_id === undefined) return;
				of(event.order_id).verdicts.push([event.type, event.failure_details?.error_message].filter(Boolean).join(": "));
				waiting.get(event.order_id)?.();
				waiting.delete(event.order_id);
			});
		}
		read(request, () => answer(response, 200, "{}"));
	});
	server.keepAliveTimeout = 65_000;
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		catalogs,
		menus,
		verdict: (order_id) => new Promise((resolve) => waiting.set(order_id, resolve)),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function answer(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
	response.end(text);
}

function read(request: IncomingMessage, done: (text: string) => void): void {
	const chunks: Buffer[] = [];
	request.on("data", (chunk: Buffer) => chunks.push(chunk));
	request.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}
