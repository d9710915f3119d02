import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { POS_PATHS } from "@ticketrail/contract";
import { type Endpoint, type EndpointReply, failure } from "./call.ts";
import type { PosHandlers, WebHandler } from "./handlers.ts";

export interface NodeListenerSettings {
	handlers: Pick<PosHandlers, "authorize" | "endpoints">;
	/** Every other path, for example the POS's own pages. Default: 404. */
	otherwise?: WebHandler;
	/** Largest body that is read, in bytes; beyond it the answer is 413. Default 1 MiB. */
	body_limit?: number;
	/** Told about a handler that threw; the caller gets 500 without the reason. */
	onError?: (error: unknown) => void;
}

/**
 * The kit for `node:http`: `createServer(createNodeListener({ handlers }))`. Endpoints that machines call are run on the
 * plain request, pages on web-standard ones.
 */
export function createNodeListener(settings: NodeListenerSettings): RequestListener {
	const { handlers, otherwise, body_limit = 1_048_576, onError } = settings;
	const endpoints = new Map<string, Endpoint>([
		[`POST ${POS_PATHS.token}`, handlers.endpoints.token],
		[`GET ${POS_PATHS.locations}`, handlers.endpoints.locations],
		[`GET ${POS_PATHS.catalog}`, handlers.endpoints.catalog],
		[`POST ${POS_PATHS.orders}`, handlers.endpoints.orders],
	]);

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const raw_body = await readBody(request, body_limit);
		if (!raw_body) return sendReply(response, failure(413, `the body is larger than ${body_limit} bytes`));
		const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
		const endpoint = endpoints.get(`${request.method} ${path}`);
		if (endpoint) {
			const header = (name: string) => request.headers[name] as string | undefined;
			return sendReply(response, await endpoint({ header, raw_body }));
		}
		const page = path === POS_PATHS.authorize ? handlers.authorize : otherwise;
		const web_request = page && toWebRequest(request, raw_body);
		if (!web_request) return sendReply(response, failure(404, "there is nothing at this address"));
		return sendWebResponse(response, await page(web_request));
	}

	return (request, response) => {
		answer(request, response).catch((error: unknown) => {
			if (request.socket.destroyed) return; // the caller has gone
			onError?.(error);
			if (response.headersSent) response.destroy();
			else sendReply(response, failure(500, "the POS failed"));
		});
	};
}

const PAGE_METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The whole body, or undefined when it is too large. By events: an async iterator would double what an order costs. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		request.on("data", (chunk: Buffer) => {
			length += chunk.length;
			if (length <= limit) chunks.push(chunk);
		});
		request.on("end", () => resolve(length > limit ? undefined : Buffer.concat(chunks)));
		request.on("error", reject);
	});
}

function sendReply(response: ServerResponse, reply: EndpointReply): void {
	response.writeHead(reply.status, {
		"content-type": "application/json; charset=utf-8",
		"content-length": Buffer.byteLength(reply.body),
		"cache-control": "no-store",
		...reply.headers,
	});
	response.end(reply.body);
}

function toWebRequest(request: IncomingMessage, raw_body: Buffer): Request | undefined {
	const address = `http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`;
	const method = request.method ?? "GET";
	if (!URL.canParse(address) || !PAGE_METHODS.has(method)) return undefined;
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) {
		for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
	}
	const has_body = method !== "GET" && method !== "HEAD";
	return new Request(address, has_body ? { method, headers, body: new Uint8Array(raw_body) } : { method, headers });
}

async function sendWebResponse(response: ServerResponse, page: Response): Promise<void> {
	const body = Buffer.from(await page.arrayBuffer());
	const headers: Record<string, string | string[]> = Object.fromEntries(page.headers);
	const cookies = page.headers.getSetCookie();
	if (cookies.length > 0) headers["set-cookie"] = cookies;
	response.writeHead(page.status, { ...headers, "content-length": body.length });
	response.end(body);
}
