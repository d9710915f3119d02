import type { Duplex } from "node:stream";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { HubError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import type { Metrics } from "../base/metrics.ts";
import type { NotedRequest } from "../features/request-log/index.ts";
import { createRouteTable, type RouteTable } from "./allowed-methods.ts";
import { BODY_LIMITS } from "./endpoint.ts";
import { frameworkFailure } from "./framework-failure.ts";
import { answerConnect, answerParserError, type SocketContext } from "./parser-error.ts";
import { describeProblem, PROBLEM_TYPE } from "./problem.ts";
import { noteOf } from "./request-notes.ts";
import { API_HEADERS } from "./security-headers.ts";

/** Collaborators of the HTTP server. */
export interface HttpParts {
	log: Log;
	metrics: Pick<Metrics, "httpRequest">;
	config: { public_url: string };
	/** Takes the lines of the console's request log. */
	note?: (request: NotedRequest) => void;
	/** Milliseconds; tests shorten them. */
	timeouts?: { headers: number; request: number };
}

/** Time for the headers, and for the whole request, to arrive. */
const TIMEOUTS = { headers: 10_000, request: 15_000 };
/** A connection on which nothing moves for this long is dropped: longer than the slowest answer of ours. */
const IDLE_MS = 120_000;
const KEEP_ALIVE_MS = 65_000;
/** Spreads long-lived callers over several hubs behind a balancer. */
const REQUESTS_PER_CONNECTION = 10_000;

/** Routes whose every call is not worth a log line. */
const QUIET_ROUTES: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

/**
 * Makes the HTTP server, without endpoints (`mountEndpoints`) and not yet listening. Whatever goes wrong is answered
 * with problem+json (RFC 9457), also what the framework or Node's parser refuses; every answer carries Request-Id and
 * the security headers; bodies are kept as raw bytes, nothing is parsed before an endpoint asks for it.
 */
export function createHttp(parts: HttpParts): FastifyInstance {
	const { log, metrics, config } = parts;
	const timeouts = parts.timeouts ?? TIMEOUTS;
	const routes = createRouteTable();
	const unknown_expectations = new WeakSet<object>();
	const on_socket: SocketContext = { ...config, report: (line) => log.info("http.refused", line) };
	const app = fastify({
		logger: false,
		trustProxy: false,
		requestIdHeader: false,
		genReqId: () => newId(),
		bodyLimit: BODY_LIMITS.other,
		requestTimeout: timeouts.request,
		connectionTimeout: IDLE_MS,
		keepAliveTimeout: KEEP_ALIVE_MS,
		maxRequestsPerSocket: REQUESTS_PER_CONNECTION,
		forceCloseConnections: "idle",
		return503OnClosing: false,
		routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 255 },
		http: {
			headersTimeout: timeouts.headers,
			connectionsCheckingInterval: Math.min(1_000, timeouts.headers),
			requireHostHeader: false, // checked below, so that the refusal is a problem like any other
		},
		clientErrorHandler: (error, socket) => answerParserError(error, socket as Duplex, on_socket),
		frameworkErrors: (error, request, reply) => {
			addCommonHeaders(request, reply);
			sendProblem(error, request, reply);
		},
	});

	app.decorateRequest("about");
	app.removeAllContentTypeParsers();
	app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

	app.server.on("checkExpectation", (request, response) => {
		unknown_expectations.add(request);
		app.routing(request, response);
	});

	app.server.on("connect", (_request, socket) => answerConnect(socket, on_socket));

	app.addHook("onRoute", (route) => routes.add(route.method, route.url));
	app.addHook("onRequest", async (request, reply) => {
		addCommonHeaders(request, reply);
		refuseMalformed(request, unknown_expectations);
	});
	app.addHook("onResponse", async (request, reply) => report(request, reply.statusCode, reply.elapsedTime));
	app.addHook("onRequestAbort", async (request) => {
		log.info("http.aborted", { request_id: request.id, method: request.method, route: routeOf(request) });
	});
	app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
	app.setNotFoundHandler((request, reply) => answerUnrouted(request, reply, routes));
	return app;

	function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
		const error = frameworkFailure(thrown, request);
		const { oauth } = request.routeOptions.config as { oauth?: boolean };
		const problem = describeProblem(error, {
			request_id: request.id,
			public_url: config.public_url,
			oauth: oauth ?? false,
		});
		request.about = { ...request.about, code: problem.body.code };
		if (problem.status >= 500) {
			const level = problem.status === 500 ? "error" : "warn";
			log[level]("http.failed", {
				request_id: request.id,
				method: request.method,
				route: routeOf(request),
				code: problem.body.code,
				error,
			});
		}
		return reply
			.code(problem.status)
			.headers({ ...API_HEADERS, ...problem.headers })
			.type(PROBLEM_TYPE)
			.serializer((body: unknown) => JSON.stringify(body))
			.send(problem.body);
	}

	function report(request: FastifyRequest, status: number, ms: number): void {
		const route = routeOf(request);
		metrics.httpRequest({ method: request.method, route, status }, ms / 1_000);
		const note = parts.note && noteOf(request, route, status, ms);
		if (note) parts.note?.(note);
		const fields = { request_id: request.id, method: request.method, route, status, ms: Math.round(ms * 10) / 10 };
		log[QUIET_ROUTES.has(route) && status < 400 ? "debug" : "info"]("http.request", fields);
	}
}

/** The pattern, never the path: paths carry ids and tokens. */
function routeOf(request: FastifyRequest): string {
	return request.routeOptions.url ?? "none";
}

function addCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
	reply.headers({ ...API_HEADERS, "request-id": request.id });
}

/** What HTTP itself forbids and Node's parser lets pass (RFC 9112 section 3.2, RFC 9110 section 10.1.1). */
function refuseMalformed(request: FastifyRequest, unknown_expectations: WeakSet<object>): void {
	const hosts = request.raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === "host").length;
	if (hosts > 1 || (hosts === 0 && request.raw.httpVersion === "1.1")) {
		throw new HubError("malformed_request", { detail: "There must be exactly one Host header." });
	}
	if (unknown_expectations.has(request.raw)) throw new HubError("expectation_failed");
}

/** OPTIONS says what a path takes; any other method that it does not take is 405; an unknown path is 404. */
function answerUnrouted(request: FastifyRequest, reply: FastifyReply, routes: RouteTable): FastifyReply {
	const path = request.url.split("?", 1)[0]!;
	const methods = routes.methodsFor(path);
	if (methods.length === 0) throw new HubError("route_not_found");
	const allow = [...new Set([...methods, "OPTIONS"])].sort().join(", ");
	reply.header("allow", allow);
	if (request.method === "OPTIONS") return reply.code(204).send();
	throw new HubError("method_not_allowed", { detail: `This path takes ${allow}.` });
}
