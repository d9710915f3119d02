import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { POS_PATHS } from "@ticketrail/contract";
import { until } from "./until.ts";

/** One request on the line to a POS, as the fault that waits for it sees it. */
export interface LineCall {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingMessage["headers"];
	body: string;
	/** The DSP's id of the order that an order event carries. */
	order_id: string | undefined;
	/** Let the POS do it; resolves with its answer, which the hub has not seen. */
	pass(): Promise<{ status: number; body: string }>;
	/** Say something in the POS's place. */
	answer(status: number, body: unknown, headers?: Record<string, string>): void;
	/** The wire itself, for what no server says. */
	socket: Socket;
}

/** What happens to one request instead of its way to the POS and back. */
export type Fault = (call: LineCall) => void | Promise<void>;

/** The line between the hub and a POS: requests pass, unless a fault waits for them. */
export interface PosLine {
	url: string;
	/** Everything that came whole, oldest first. */
	calls: readonly LineCall[];
	/** Faults for the next requests that carry this order, one each; after them it passes. */
	fail(order_id: string, ...faults: Fault[]): void;
	/** No fault waits for this order any more. */
	forget(order_id: string): void;
	/** Faults for the next requests to another path, or with order events of another type such as `order.canceled`. */
	failNext(path_or_type: string, ...faults: Fault[]): void;
	/** Requests that carried this order to the POS. */
	createsOf(order_id: string): LineCall[];
	/** Order events of a type for a POS order id. */
	cancelsOf(pos_order_id: string): LineCall[];
	to(path: string): LineCall[];
	/** Forget what was said to a path. */
	drop(path: string): void;
	/** Nobody listens until `listen`. What is connected is cut off. */
	cut(): Promise<void>;
	/** The same once nobody is connected, so that no request gets lost in a connection that is just closing. */
	refuse(): Promise<void>;
	listen(): Promise<void>;
	stop(): Promise<void>;
}

/** The path at which this line answers for one order, from what hangs in the kitchen behind it. */
export const STATUS_PATH = "/line/order";

/** Lay a line to the POS at `target`. `findTicket`: its word on one order, by the DSP's id. */
export async function layPosLine(
	target: string,
	findTicket: (dsp_order_id: string) => { provider_id: string } | undefined,
): Promise<PosLine> {
	const calls: LineCall[] = [];
	const byOrder = new Map<string, Fault[]>();
	const byPath = new Map<string, Fault[]>();
	let port = 0;
	let connections = 0;

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "/", target);
		const body = await readAll(request);
		const call: LineCall = {
			...{ method: request.method ?? "GET", path: pathname, query: searchParams, headers: request.headers, body },
			...{ order_id: orderIn(body), socket: request.socket },
			pass: () => forward(request, body),
			answer(status, said, headers = {}) {
				const text = typeof said === "string" ? said : JSON.stringify(said);
				response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
			},
		};
		calls.push(call);
		const fault = takeFault(call);
		if (fault !== undefined) return await fault(call);
		if (pathname === STATUS_PATH) {
			const ticket = findTicket(searchParams.get("dsp_order_id") ?? "");
			return ticket === undefined ? call.answer(404, {}) : call.answer(200, { order: ticket });
		}
		const reply = await forward(request, body);
		response.writeHead(reply.status, reply.headers).end(reply.body);
	}

	function takeFault({ path, order_id, body }: LineCall): Fault | undefined {
		if (path !== POS_PATHS.orders) return byPath.get(path)?.shift();
		return order_id === undefined ? byPath.get(typeIn(body) ?? "")?.shift() : byOrder.get(order_id)?.shift();
	}

	async function forward(request: IncomingMessage, body: string) {
		const url = new URL(request.url ?? "/", target);
		const headers = { ...request.headers, host: url.host };
		const answer = await new Promise<IncomingMessage>((resolve, reject) => {
			const onward = sendRequest(url, { method: request.method, headers });
			onward.once("response", resolve).once("error", reject).end(body);
		});
		return { body: await readAll(answer), status: answer.statusCode ?? 0, headers: answer.rawHeaders };
	}

	const open = () => {
		const server = createServer((request, response) => {
			handle(request, response).catch(() => request.socket.destroy());
		});
		server.keepAliveTimeout = 65_000;
		server.on("connection", (socket) => {
			connections++;
			socket.once("close", () => connections--);
		});
		return server;
	};
	let server = open();
	const listen = async () => {
		await new Promise<void>((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
		port = (server.address() as AddressInfo).port;
	};
	const cut = async () => {
		const closed = new Promise((done) => server.close(done));
		server.closeAllConnections();
		await closed;
		server = open();
	};
	await listen();
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		fail: (order_id, ...faults) => void byOrder.set(order_id, [...(byOrder.get(order_id) ?? []), ...faults]),
		forget: (order_id) => void byOrder.delete(order_id),
		failNext: (path, ...faults) => void byPath.set(path, [...(byPath.get(path) ?? []), ...faults]),
		createsOf: (id) => calls.filter(({ path, order_id }) => path === POS_PATHS.orders && order_id === id),
		cancelsOf: (id) =>
			calls.filter(({ body }) => typeIn(body) === "order.canceled" && body.includes(JSON.stringify(id))),
		drop: (path) => void calls.splice(0, calls.length, ...calls.filter((call) => call.path !== path)),
		to: (wanted) => calls.filter(({ path }) => path === wanted),
		cut,
		async refuse() {
			await until("nobody is connected", () => connections === 0);
			await cut();
		},
		listen,
		stop: cut,
	};
}

/** The answer is lost after the POS has done its work. */
export const loseAnswer: Fault = async ({ pass, socket }) => {
	await pass();
	socket.destroy();
};

/** The connection is reset once the request is whole, and the POS never hears of it. */
export const loseRequest: Fault = ({ socket }) => void socket.resetAndDestroy();

/** The same answer each time, in the POS's place. */
export function say(status: number, body: unknown = {}, headers: Record<string, string> = {}): Fault {
	return ({ answer }) => answer(status, body, headers);
}

/** The POS does its work, and the hub hears something else. */
export function sayAfterwards(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
	return async ({ pass, answer }) => {
		await pass();
		answer(status, body, headers);
	};
}

/**
 * From now on every token that is in use is worth nothing: requests that come before a new one was asked for are refused,
 * and what comes with the same tokens later. The fault is for as many requests as there are hubs, and one more.
 */
export function endTokens(line: PosLine): Fault {
	const asked = line.to(POS_PATHS.token).length;
	const over = new Set<string>();
	return async (call) => {
		const token = call.headers.authorization ?? "";
		if (line.to(POS_PATHS.token).length === asked) over.add(token);
		if (over.has(token)) return call.answer(401, { status: 401, message: "expired" });
		const { status, body } = await call.pass();
		call.answer(status, body);
	};
}

function orderIn(body: string): string | undefined {
	if (typeIn(body) !== "order.created") return undefined;
	return (JSON.parse(body) as { object: { dsp_order_id?: string } }).object.dsp_order_id;
}

function typeIn(body: string): string | undefined {
	try {
		return (JSON.parse(body) as { type?: string }).type;
	} catch {
		return undefined;
	}
}

async function readAll(stream: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}
