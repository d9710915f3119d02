import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request, read to the end. */
export interface Call {
	method: string;
	path: string;
	query: URLSearchParams;
	header(name: string): string | undefined;
	raw_body: Buffer;
	/** Hears when the caller hung up before it had its answer. */
	onGone(gone: () => void): void;
}

/** An answer; the default type is JSON. */
export interface Answer {
	status: number;
	body: string;
	headers?: Record<string, string>;
	/** It does not arrive as it should: never, as the end of the connection, or only its first half. */
	broken?: "hang" | "cut" | "half";
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** Machines get JSON. */
export function json(status: number, value: unknown): Answer {
	return { status, body: JSON.stringify(value) };
}

const BODY_LIMIT = 1_048_576;

/** Listen, hand each request to `handle`, and resolve with the address. A handler that throws becomes a 500. */
export async function listen(options: {
	port: number;
	host: string;
	handle: Handler;
	onError: (error: unknown) => void;
}): Promise<{ url: string; stop(): Promise<void> }> {
	const server = createServer((request, response) => {
		answer(request, response, options.handle).catch((error: unknown) => {
			if (request.socket.destroyed) return; // the caller has gone
			options.onError(error);
			if (response.headersSent) response.destroy();
			else send(response, json(500, { status: 500, message: "the DSP failed" }));
		});
	});
	// Hubs keep connections open between events; closing them first would cost a reset now and then.
	server.keepAliveTimeout = 65_000;
	await new Promise<void>((ready, failed) => {
		server.once("error", failed);
		server.listen(options.port, options.host, ready);
	});
	return { url: addressOf(server), stop: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, handle: Handler): Promise<void> {
	const raw_body = await readBody(request);
	if (!raw_body) return send(response, json(413, { status: 413, message: "the body is too large" }));
	const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
	const call: Call = {
		method: request.method ?? "GET",
		path,
		query: new URLSearchParams(query),
		header: (name) => request.headers[name] as string | undefined,
		raw_body,
		onGone: (gone) => void response.once("close", () => (response.writableFinished ? undefined : gone())),
	};
	send(response, await handle(call));
}

/** The whole body, or undefined when it is too large. By events: an async iterator would double what an event costs. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		request.on("data", (chunk: Buffer) => {
			length += chunk.length;
			if (length <= BODY_LIMIT) chunks.push(chunk);
		});
		request.on("end", () => resolve(length > BODY_LIMIT ? undefined : Buffer.concat(chunks)));
		request.on("error", reject);
	});
}

function send(response: ServerResponse, { status, body, headers, broken }: Answer): void {
	if (broken === "hang") return; // stop() closes the connection
	if (broken === "cut") return void response.destroy();
	response.writeHead(status, {
		"content-type": "application/json; charset=utf-8",
		"content-length": Buffer.byteLength(body),
		"cache-control": "no-store",
		...headers,
	});
	if (broken === "half") response.write(body.slice(0, body.length / 2), () => response.destroy());
	else response.end(body);
}

function addressOf(server: Server): string {
	const { address, port, family } = server.address() as AddressInfo;
	return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

async function close(server: Server): Promise<void> {
	const closed = new Promise((done) => server.close(done));
	server.closeAllConnections();
	await closed;
}
