import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HubError, isHubError } from "../../base/error.ts";
import type { Listener, NewsMessage } from "../../features/console/index.ts";
import type { Visit } from "../endpoint.ts";
import { API_HEADERS } from "../security-headers.ts";

/** What the stream of news needs. */
export interface ConsoleEventParts {
	visit(request: FastifyRequest, permission: "order.read"): Promise<Visit>;
	listen(listener: Listener): Promise<() => void>;
}

/** So that proxies and browsers see that the line is alive, and we see that the browser is. */
const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a slow browser; then it is let go, and goes on by its Last-Event-ID. */
const BACKLOG_MAX = 256 * 1024;
/** How soon a browser tries again, ms. */
const RETRY_MS = 2_000;
const STREAMS_MAX = 500;

/**
 * `GET /console/events`: news as server-sent events. `types=order.*` chooses, `Last-Event-ID` (or `last_event_id`, which a first
 * connection can send) goes on where another one stopped, on this hub or another. Returns how to end every stream.
 */
export function mountConsoleEvents(app: FastifyInstance, parts: ConsoleEventParts): () => void {
	const streams = new Set<() => void>();
	const visits = new WeakMap<FastifyRequest, Visit>();

	app.route({
		method: "GET",
		url: "/console/events",
		exposeHeadRoute: false,
		async onRequest(request) {
			visits.set(request, await parts.visit(request, "order.read"));
			if (streams.size >= STREAMS_MAX) throw new HubError("unavailable", { detail: "Too many streams are open." });
		},
		async handler(request, reply) {
			const visit = visits.get(request);
			if (visit === undefined) throw new TypeError("nobody was let in");
			const types = typesOf(request);
			open(request, reply);
			await stream(request, reply, visit, types);
		},
	});

	async function stream(
		request: FastifyRequest,
		{ raw }: FastifyReply,
		visit: Visit,
		types: readonly string[],
	): Promise<void> {
		let leave: (() => void) | undefined;
		let is_over = false;
		const end = () => {
			if (is_over) return;
			is_over = true;
			clearInterval(beat);
			streams.delete(end);
			leave?.();
			raw.end();
		};
		const beat = setInterval(async () => {
			if (!raw.write(": alive\n\n") && raw.writableLength > BACKLOG_MAX) raw.destroy();
			// a stream does not outlive its session
			await parts.visit(request, "order.read").catch((error) => isHubError(error, "session_required") && end());
		}, HEARTBEAT_MS).unref();
		streams.add(end);
		raw.on("close", end);
		raw.on("error", end);
		leave = await parts.listen({
			scope: { org_id: visit.org?.org_id ?? null },
			types,
			last_event_id: lastEventId(request),
			send(message) {
				if (is_over || raw.writableLength > BACKLOG_MAX) {
					raw.destroy();
					return false;
				}
				raw.write(frame(message));
				return true;
			},
		});
		if (is_over) leave();
	}

	return () => {
		for (const end of [...streams]) end();
	};
}

function open(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	reply.raw.writeHead(200, {
		...API_HEADERS,
		"request-id": request.id,
		"content-type": "text/event-stream; charset=utf-8",
		"x-accel-buffering": "no",
	});
	// a socket that is idle between heartbeats is no dead one
	request.raw.setTimeout(0);
	reply.raw.write(`retry: ${RETRY_MS}\n\n`);
}

function frame({ event, id, data }: NewsMessage): string {
	return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

function typesOf(request: FastifyRequest): string[] {
	const { types } = request.query as { types?: unknown };
	if (types === undefined) return ["order.*"];
	const list = typeof types === "string" ? types.split(",") : [];
	if (list.length === 0 || list.length > 20 || list.some((type) => !/^[a-z_.]{1,60}\*?$|^\*$/.test(type)))
		throw new HubError("invalid_field", { param: "types", detail: "types is a list like order.*,order.accepted." });
	return list;
}

function lastEventId(request: FastifyRequest): string | undefined {
	const { last_event_id } = request.query as { last_event_id?: unknown };
	const header = request.headers["last-event-id"];
	const text = typeof header === "string" && header !== "" ? header : last_event_id;
	return typeof text === "string" && text !== "" ? text : undefined;
}
