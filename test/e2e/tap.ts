import { Agent, createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it went over the wire, with its answer. Nothing is left out or put in order. */
export interface Exchange {
	/** Counts from 1, in the order in which the requests were complete. */
	n: number;
	method: string;
	/** Without the query string. */
	path: string;
	query: URLSearchParams;
	/** Name and value by turns, as sent. */
	raw_headers: readonly string[];
	headers: IncomingMessage["headers"];
	body: Buffer;
	/** 0 until the answer came; stays 0 when the far side broke off. */
	status: number;
	reply: Buffer;
}

/** A listening post on the line to a server: passes everything on byte for byte and remembers it. */
export interface Tap {
	url: string;
	/** Everything that was said, oldest first. */
	exchanges: readonly Exchange[];
	/** What was said to one endpoint, for example `POST /stream-pos/v1/orders`. */
	to(method_and_path: string): Exchange[];
	/** TCP connections that were ever opened to it. */
	readonly connections: number;
	/** Called with a request before it is passed on, and again before its answer is. May wait. */
	onRequest: ((exchange: Exchange) => void | Promise<void>) | undefined;
	onReply: ((exchange: Exchange) => void | Promise<void>) | undefined;
	stop(): Promise<void>;
}

/** Listen on the line to `target`, an `http://host:port`. */
export async function startTap(target: string): Promise<Tap> {
	const agent = new Agent({ keepAlive: true });
	const exchanges: Exchange[] = [];
	let connections = 0;
	const tap: Tap = {
		url: "",
		exchanges,
		to: (method_and_path) => exchanges.filter(({ method, path }) => `${method} ${path}` === method_and_path),
		get connections() {
			return connections;
		},
		onRequest: undefined,
		onReply: undefined,
		async stop() {
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			agent.destroy();
			await closed;
		},
	};

	async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "/", target);
		const { method = "GET", headers, rawHeaders: raw_headers } = request;
		const body = await readAll(request);
		const exchange: Exchange = {
			...{ n: exchanges.length + 1, method, path: pathname, query: searchParams },
			...{ raw_headers, headers, body, status: 0, reply: Buffer.alloc(0) },
		};
		exchanges.push(exchange);
		await tap.onRequest?.(exchange);
		const answer = await new Promise<IncomingMessage>((resolve, reject) => {
			const onward = sendRequest(new URL(request.url ?? "/", target), { method, headers, agent });
			onward.once("response", resolve).once("error", reject).end(body);
		});
		exchange.reply = await readAll(answer);
		exchange.status = answer.statusCode ?? 0;
		await tap.onReply?.(exchange);
		response.writeHead(exchange.status, answer.rawHeaders);
		response.end(exchange.reply);
	}

	const server = createServer((request, response) => {
		pass(request, response).catch(() => response.destroy());
	});
	server.keepAliveTimeout = 65_000;
	server.on("connection", () => connections++);
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	tap.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return tap;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}
