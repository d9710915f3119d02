import { type ConsolePermission, EVENT_SIGNATURE_HEADER, SIGNATURE_HEADER } from "@ticketrail/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { TSchema } from "typebox";
import { HubError } from "../base/error.ts";
import { isId } from "../base/id.ts";
import { bearerToken, countHeader } from "./bearer.ts";
import { createFieldCheck, refuseUnstorable, withoutUnstorable } from "./check-fields.ts";
import { type Call, type Caller, type Endpoint, type Visit, WrittenReply } from "./endpoint.ts";
import { parseForm } from "./form-body.ts";
import { parseJson } from "./json-body.ts";
import { bodyForm } from "./media-type.ts";
import { createReplySerializer } from "./reply-body.ts";

/** Collaborators of the endpoints' gateway. */
export interface MountParts {
	/** Who owns this bearer token; throws `unauthorized` when nobody does. */
	authenticate(bearer: string): Promise<Caller>;
	/** Who sits at the console, if they may do this; throws `session_required`, `not_permitted` and their like. */
	visit?(request: FastifyRequest, permission: ConsolePermission): Promise<Visit>;
}

/**
 * Serves endpoints. For each call, in this order: the bearer token and its scope, the media type, the body limit, then
 * path, query and body against their schemas, then the handler, then the reply against its schema. A signed endpoint
 * gets its bytes unread (reliability.md A11) and calls `call.json()` when it trusts them.
 */
export function mountEndpoints(app: FastifyInstance, endpoints: readonly Endpoint[], parts: MountParts): void {
	for (const endpoint of endpoints) mountOne(app, endpoint, parts);
}

const EMPTY = Buffer.alloc(0);

function mountOne(app: FastifyInstance, endpoint: Endpoint, parts: MountParts): void {
	const callers = new WeakMap<FastifyRequest, Caller>();
	const visits = new WeakMap<FastifyRequest, Visit>();
	const { auth } = endpoint;
	const is_signed = auth === "signature";
	const field_code = endpoint.oauth ? "invalid_request" : "invalid_field";
	const checkParams = endpoint.params ? createFieldCheck(endpoint.params, "path") : undefined;
	const checkQuery = endpoint.query ? createFieldCheck(endpoint.query, "query") : undefined;
	const checkBody = endpoint.body && !is_signed ? createFieldCheck(endpoint.body, "body", field_code) : undefined;
	const send = createSender(endpoint);

	app.route({
		method: endpoint.method as HTTPMethods,
		url: endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"),
		bodyLimit: endpoint.body_limit,
		// a GET that answers 303 has used something up; whoever only looks at a link asks by HEAD
		...(endpoint.method === "GET" && 303 in endpoint.replies ? { exposeHeadRoute: false } : {}),
		config: { oauth: endpoint.oauth },
		async onRequest(request) {
			refuseEmptyParts(request);
			if (typeof auth === "object" && "permission" in auth) {
				if (!parts.visit) throw new TypeError("an endpoint of the console is mounted where nobody can sign in");
				const visit = await parts.visit(request, auth.permission);
				visits.set(request, visit);
				if (visit.org) request.about = { org_id: visit.org.org_id };
			} else if (typeof auth === "object") {
				const caller = await parts.authenticate(bearerToken(request.raw.rawHeaders));
				if (!caller.scopes.includes(auth.scope)) {
					throw new HubError("insufficient_scope", { detail: `This call needs the scope ${auth.scope}.` });
				}
				callers.set(request, caller);
			}
			if (is_signed) refuseDoubleSignature(request);
			refuseEncodedBody(request);
			if (checkBody && hasBody(request)) formOf(request, endpoint);
		},
		async handler(request, reply) {
			const raw_body = Buffer.isBuffer(request.body) ? request.body : EMPTY;
			refuseUnstorable(request.params);
			if (checkQuery) refuseUnstorable(request.query);
			const json = () => readBody(request, endpoint, raw_body);
			const call: Call = {
				params: checkParams ? checkParams(request.params) : request.params,
				query: checkQuery ? checkQuery({ ...(request.query as object) }) : withoutUnstorable(request.query),
				body: checkBody ? checkBody(json()) : undefined,
				raw_body,
				headers: request.headers,
				remote_address: request.ip,
				partner: callers.get(request),
				visit: visits.get(request),
				request_id: request.id,
				isGone: () => request.raw.socket.destroyed,
				json,
				isAbout(org_id) {
					request.about = { ...request.about, org_id };
				},
			};
			const answer = await endpoint.handler(call);
			if (typeof auth === "object" && "scope" in auth) noteOrg(request, call, answer.body);
			return send(answer, reply);
		},
	});
}

/** A call of a partner that went well was about an organisation of theirs. */
function noteOrg(request: FastifyRequest, { params, body }: Call, reply: unknown): void {
	for (const part of [params, body, reply]) {
		const { org_id } = (part ?? {}) as { org_id?: unknown };
		if (isId(org_id)) request.about = { ...request.about, org_id };
	}
}

/** Sends what a handler returned, as the endpoint declared it for that status. */
function createSender(endpoint: Endpoint) {
	const serializers = new Map<number, (body: unknown) => string>();
	for (const [status, reply] of Object.entries(endpoint.replies)) {
		if (!("content_type" in reply)) serializers.set(Number(status), createReplySerializer(reply as TSchema));
	}
	return (answer: Awaited<ReturnType<Endpoint["handler"]>>, reply: FastifyReply): FastifyReply => {
		const declared = endpoint.replies[answer.status];
		if (!declared) throw new TypeError(`${endpoint.method} ${endpoint.path} answered an undeclared ${answer.status}`);
		const serialize = serializers.get(answer.status);
		const body: unknown = answer.body;
		const text = body instanceof WrittenReply ? Buffer.from(body.bytes) : serialize ? serialize(body) : body;
		reply.code(answer.status).headers(answer.headers ?? {});
		const content_type =
			"content_type" in declared ? (declared.content_type as string) : "application/json; charset=utf-8";
		if (content_type === "") return reply.send();
		return reply.type(content_type).send(text);
	};
}

function readBody(request: FastifyRequest, endpoint: Endpoint, raw_body: Buffer): unknown {
	if (raw_body.length === 0 && !endpoint.oauth) return parseJson(raw_body); // says that it is empty
	// A POS that sends signed bytes without naming their type is understood: the signature vouches for them.
	if (endpoint.auth === "signature" && request.headers["content-type"] === undefined) return parseJson(raw_body);
	return formOf(request, endpoint) === "form" ? parseForm(raw_body) : parseJson(raw_body);
}

function formOf(request: FastifyRequest, endpoint: Endpoint) {
	return bodyForm(request.headers["content-type"], { accepts_form: endpoint.oauth });
}

function hasBody(request: FastifyRequest): boolean {
	const length = request.headers["content-length"];
	return request.headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/** The router takes `/orgs/` for `/orgs/{id}` with no id; to a caller that is another path, which is not there. */
function refuseEmptyParts(request: FastifyRequest): void {
	if (Object.values(request.params as object).includes("")) throw new HubError("route_not_found");
}

function refuseEncodedBody(request: FastifyRequest): void {
	const encoding = request.headers["content-encoding"];
	if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
		throw new HubError("unsupported_media_type", { detail: "Send the body without Content-Encoding." });
	}
}

/** Two signature headers: which one counts would be a guess (reliability.md A11). */
function refuseDoubleSignature(request: FastifyRequest): void {
	for (const name of [SIGNATURE_HEADER, EVENT_SIGNATURE_HEADER]) {
		if (countHeader(request.raw.rawHeaders, name) > 1) {
			throw new HubError("signature_mismatch", { detail: `The header ${name} is there more than once.` });
		}
	}
}
