import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";

/** For tests: endpoints of every kind behind the real HTTP server on a free port. */
export async function startTestServer(options: { timeouts?: { headers: number; request: number } } = {}) {
	const destination = new PassThrough();
	const log_text: string[] = [];
	destination.on("data", (chunk: Buffer) => log_text.push(chunk.toString()));
	const metrics = createMetrics({ process_metrics: false });
	const config = { public_url: "http://hub.test" };
	const log = createLog({ level: "debug", destination });
	const app = createHttp({ log, metrics, config, ...options });
	mountEndpoints(app, sampleEndpoints, {
		authenticate: async (bearer) => {
			if (bearer === "good") return { partner_id: "p1", client_id: "c1", scopes: ["onboarding"] };
			if (bearer === "narrow") return { partner_id: "p1", client_id: "c1", scopes: ["sso"] };
			throw new HubError("unauthorized", { detail: "The token is unknown or expired." });
		},
	});
	await app.listen({ port: 0, host: "127.0.0.1" });
	const { port } = app.server.address() as { port: number };
	return {
		app,
		port,
		metrics,
		url: `http://127.0.0.1:${port}`,
		logText: () => log_text.join(""),
		close: () => app.close(),
	};
}

const Org = Type.Object({
	name: Type.String({ minLength: 1, maxLength: 100 }),
	provider_id: Type.Optional(Type.String()),
	user: Type.Optional(Type.Object({ email: Type.String() })),
	seats: Type.Optional(Type.Integer({ minimum: 0 })),
	tags: Type.Optional(Type.Array(Type.String())),
});

/** One endpoint of each kind. */
export const sampleEndpoints = [
	endpoint({
		method: "POST",
		path: "/orgs",
		auth: { scope: "onboarding" },
		summary: "Create",
		body: Org,
		replies: { 201: Type.Object({ org_id: Type.String(), name: Type.String(), partner_id: Type.String() }) },
		errors: ["already_exists", "provider_unreachable", "unavailable"],
		handler: async ({ body, partner }) => {
			if (body.name === "taken")
				throw new HubError("already_exists", { detail: "This name is taken.", param: "/name" });
			if (body.name === "down") throw new HubError("unavailable", { retry_after_s: 2.2 });
			if (body.name === "bug") throw new Error("CANARY-secret in a driver's message");
			if (body.name === "misfit") return { status: 201, body: { org_id: "x" } as never };
			const row = { org_id: "o1", name: body.name, partner_id: partner.partner_id, secret: "CANARY-row" };
			return { status: 201, body: row };
		},
	}),
	endpoint({
		method: "GET",
		path: "/orgs/{id}",
		auth: "none",
		summary: "Read",
		params: Type.Object({ id: Type.String() }),
		query: Type.Object({
			depth: Type.Optional(Type.Union([Type.Literal("all"), Type.Literal("none")])),
			name: Type.Optional(Type.String()),
		}),
		replies: { 200: Type.Object({ id: Type.String(), depth: Type.Optional(Type.String()) }) },
		errors: ["org_not_found"],
		handler: async ({ params, query }) => {
			if (params.id === "missing") throw new HubError("org_not_found");
			return { status: 200, body: { id: params.id, ...(query.depth ? { depth: query.depth } : {}) } };
		},
	}),
	endpoint({
		method: "DELETE",
		path: "/orgs/{id}",
		auth: "none",
		summary: "Delete",
		replies: { 204: emptyReply },
		errors: [],
		handler: async () => ({ status: 204, body: undefined }),
	}),
	endpoint({
		method: "POST",
		path: "/token",
		auth: "none",
		oauth: true,
		summary: "Token",
		body: Type.Object({ grant_type: Type.String(), scopes: Type.Optional(Type.Array(Type.String())) }),
		replies: { 201: Type.Object({ granted: Type.Array(Type.String()) }) },
		errors: ["invalid_client", "unsupported_grant_type"],
		handler: async ({ body }) => {
			if (body.grant_type !== "client_credentials") throw new HubError("unsupported_grant_type");
			return { status: 201, body: { granted: body.scopes ?? [] } };
		},
	}),
	endpoint({
		method: "POST",
		path: "/hooks/{slug}",
		auth: "signature",
		summary: "Webhook",
		replies: { 200: Type.Object({ bytes: Type.Integer(), value: Type.Unknown() }) },
		errors: ["signature_missing", "signature_mismatch"],
		handler: async ({ headers, raw_body, json }) => {
			const signature = headers["stream-webhook-signature"];
			if (signature === undefined) throw new HubError("signature_missing");
			if (signature !== `${raw_body.length}`) throw new HubError("signature_mismatch");
			return { status: 200, body: { bytes: raw_body.length, value: json() } };
		},
	}),
	endpoint({
		method: "GET",
		path: "/page",
		auth: "none",
		summary: "A page",
		replies: { 200: rawReply("text/html; charset=utf-8"), 302: emptyReply },
		errors: [],
		handler: async () => ({ status: 200, body: "<!doctype html><title>x</title>" }),
	}),
];

/** Sends bytes as they are and returns everything that came back until the other side closed. */
export function sendRaw(port: number, bytes: string | Buffer, options: { half_close?: boolean } = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, "127.0.0.1");
		const chunks: Buffer[] = [];
		socket.on("data", (chunk) => chunks.push(chunk));
		socket.on("error", (error: NodeJS.ErrnoException) => {
			if (chunks.length > 0 || error.code === "EPIPE") return;
			reject(error);
		});
		socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
		if (options.half_close) socket.end(bytes);
		else socket.write(bytes);
	});
}
