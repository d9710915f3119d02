import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** A server under the test's full control: it sees bytes and connections, and answers what the test writes. */
export interface TestServer {
	port: number;
	/** `http://127.0.0.1:port` */
	url: string;
	/** each request that arrived whole, as text, in order */
	requests: string[];
	/** connections accepted so far */
	connections: number;
	/** sockets now open */
	sockets: Set<Socket>;
	close(): Promise<void>;
}

export type OnRequest = (socket: Socket, request: string, number: number) => void;

/** Listen on 127.0.0.1 and hand over each complete request (headers and, by `content-length`, body). */
export async function openTestServer(
	onRequest: OnRequest,
	options: { tls?: TlsOptions; onConnection?: (socket: Socket) => void; host?: string; port?: number } = {},
): Promise<TestServer> {
	const sockets = new Set<Socket>();
	const seen: TestServer = { port: 0, url: "", requests: [], connections: 0, sockets, close };
	const onSocket = (socket: Socket) => {
		seen.connections++;
		options.onConnection?.(socket);
		readRequests(socket, (request) => onRequest(socket, request, seen.requests.push(request)));
	};
	const server: Server = options.tls ? createTlsServer(options.tls, onSocket) : createServer(onSocket);
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		socket.on("close", () => sockets.delete(socket));
	});
	server.on("tlsClientError", () => {});
	await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve));
	seen.port = (server.address() as { port: number }).port;
	seen.url = `http://127.0.0.1:${seen.port}`;
	return seen;

	async function close(): Promise<void> {
		const closed = new Promise((resolve) => server.close(resolve));
		for (const socket of sockets) socket.destroy();
		await closed;
	}
}

/** A whole answer; `content-length` is filled in. */
export function reply(status: number, body: string | Buffer = "", headers: Record<string, string> = {}): Buffer {
	const bytes = Buffer.from(body);
	const lines = Object.entries({ "content-length": String(bytes.length), ...headers });
	const head = [`HTTP/1.1 ${status} Status`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
	return Buffer.concat([Buffer.from(head, "latin1"), bytes]);
}

/** A whole answer with a JSON body. */
export function replyJson(status: number, value: unknown, headers: Record<string, string> = {}): Buffer {
	return reply(status, JSON.stringify(value), { "content-type": "application/json", ...headers });
}

/** Wait until `holds`, looking again after each turn of the event loop. */
export async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

function readRequests(socket: Socket, onWhole: (request: string) => void): void {
	let text = "";
	socket.on("error", () => {});
	socket.on("data", (chunk) => {
		text += chunk.toString("latin1");
		for (;;) {
			const end = text.indexOf("\r\n\r\n");
			if (end < 0) return;
			const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
			if (text.length < end + 4 + length) return;
			const request = text.slice(0, end + 4 + length);
			text = text.slice(end + 4 + length);
			onWhole(request);
		}
	});
}
