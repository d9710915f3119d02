import { type JsonSchema, Problem, SIGNATURE_HEADER } from "@ticketrail/contract";
import { type TSchema, Type } from "typebox";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import type { Endpoint } from "./endpoint.ts";
import { createSchemaBook, type SchemaBook } from "./openapi-schemas.ts";
import { PROBLEM_TYPE } from "./problem.ts";

/** One operation of the document, as far as /docs reads it. */
export interface Operation {
	operationId: string;
	summary: string;
	description?: string;
	tags: string[];
	security?: Record<string, string[]>[];
	parameters?: { name: string; in: "path" | "query"; required: boolean; schema: JsonSchema }[];
	requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
	responses: Record<
		string,
		{ description: string; headers?: unknown; content?: Record<string, { schema: JsonSchema }> }
	>;
	"x-error-codes": ErrorCode[];
}

/** OpenAPI 3.1 of what this hub serves. */
export interface OpenapiOfHub {
	openapi: "3.1.0";
	info: Record<string, unknown>;
	servers: { url: string }[];
	tags: { name: string; description: string }[];
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, unknown> };
}

/** Groups by the first part of the path, in the order in which a reader meets them. */
const GROUPS: readonly [prefix: string, name: string, description: string][] = [
	[
		"/oauth/callback",
		"Sign-in",
		"How people of a merchant come in, and where a POS or DSP sends their browser back to",
	],
	["/white-label", "Sign-in", "How people of a merchant come in, and where a POS or DSP sends their browser back to"],
	["/redirect", "Sign-in", "How people of a merchant come in, and where a POS or DSP sends their browser back to"],
	["/account", "Sign-in", "How people of a merchant come in, and where a POS or DSP sends their browser back to"],
	["/oauth", "Tokens", "Access tokens of the Partner API"],
	["/.well-known", "Tokens", "Access tokens of the Partner API"],
	["/onboarding", "Onboarding", "Organisations, integrations, locations and their links"],
	["/onboard", "Onboarding pages", "Pages of the hub for a merchant with a link or a widget"],
	["/embed", "Onboarding pages", "Pages of the hub for a merchant with a link or a widget"],
	["/pos", "From a POS", "Signed webhooks of POS systems"],
	["/order", "From a DSP", "Signed orders and events of ordering channels"],
	["/events", "From an event partner", "Signed webhooks of event partners"],
	["/menus", "Menu files", "What a publication's download_url points to"],
	["", "Operating", "Health, metrics and this description"],
];

const SECURITY_SCHEMES = {
	partner_token: { type: "http", scheme: "bearer", description: "Token of POST /oauth/token" },
	signature: {
		type: "apiKey",
		in: "header",
		name: SIGNATURE_HEADER,
		description: "HMAC-SHA256 of the raw body with the webhook secret as key, lower-case hex (contract.md E.11)",
	},
};

/** Describes endpoints, with every code that each may answer, its own and the gateway's. */
export function describeApi(parts: {
	endpoints: readonly Endpoint[];
	public_url: string;
	version: string;
}): OpenapiOfHub {
	const book = createSchemaBook();
	const paths: OpenapiOfHub["paths"] = {};
	for (const endpoint of parts.endpoints) {
		paths[endpoint.path] ??= {};
		paths[endpoint.path]![endpoint.method.toLowerCase()] = describeEndpoint(endpoint, book);
	}
	const used = new Set(parts.endpoints.map(({ path }) => groupOf(path)[1]));
	const tags = new Map(GROUPS.filter(([, name]) => used.has(name)).map(([, name, description]) => [name, description]));
	return {
		openapi: "3.1.0",
		info: {
			title: "Ticketrail",
			version: parts.version,
			summary: "An open, self-hostable order-integration hub for restaurants",
			description: "An independent implementation, not affiliated with Stream.",
			license: { name: "Apache-2.0", identifier: "Apache-2.0" },
		},
		servers: [{ url: parts.public_url }],
		tags: [...tags].map(([name, description]) => ({ name, description })),
		paths,
		components: { schemas: book.components, securitySchemes: SECURITY_SCHEMES },
	};
}

/** Every code that a call may be answered with: those of the handler and those of the gateway before and after it. */
export function errorCodesOf(endpoint: Endpoint): ErrorCode[] {
	const takes_body = endpoint.body !== undefined || endpoint.auth === "signature";
	const codes: ErrorCode[] = [...endpoint.errors, "malformed_request"];
	if (typeof endpoint.auth === "object") codes.push("unauthorized", "insufficient_scope");
	if (endpoint.auth === "signature") codes.push("signature_missing", "signature_mismatch");
	if (takes_body) codes.push("invalid_json", "unsupported_media_type", "payload_too_large", "request_timeout");
	if (takes_body) codes.push(endpoint.oauth ? "invalid_request" : "invalid_field");
	if (endpoint.query || endpoint.path.includes("{")) codes.push("invalid_field");
	codes.push("internal");
	return [...new Set(codes)].sort((a, b) => ERRORS[a].status - ERRORS[b].status || a.localeCompare(b));
}

function groupOf(path: string) {
	return GROUPS.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`) || prefix === "")!;
}

function describeEndpoint(endpoint: Endpoint, book: SchemaBook): Operation {
	const { auth } = endpoint;
	const parameters = [
		...parametersOf("path", endpoint.params ?? paramsFromPath(endpoint.path), book),
		...parametersOf("query", endpoint.query, book),
	];
	const codes = errorCodesOf(endpoint);
	const security =
		typeof auth === "object" && "scope" in auth
			? [{ partner_token: [auth.scope] }]
			: auth === "signature"
				? [{ signature: [] }]
				: [];
	return {
		operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replaceAll(/[^a-zA-Z0-9]+/g, "_").replace(/_$/, "")}`,
		summary: endpoint.summary,
		...(endpoint.description ? { description: endpoint.description } : {}),
		tags: [groupOf(endpoint.path)[1]],
		security,
		...(parameters.length > 0 ? { parameters } : {}),
		...(endpoint.body ? { requestBody: { required: true, content: bodyContent(endpoint, book) } } : {}),
		responses: mergeResponses(repliesOf(endpoint, book), errorResponses(codes, book)),
		"x-error-codes": codes,
	};
}

function bodyContent(endpoint: Endpoint, book: SchemaBook): Record<string, { schema: JsonSchema }> {
	const content = { schema: book.use(endpoint.body!) };
	return { "application/json": content, ...(endpoint.oauth ? { "application/x-www-form-urlencoded": content } : {}) };
}

function paramsFromPath(path: string): TSchema {
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, Type.String()]);
	return Type.Object(Object.fromEntries(names));
}

function parametersOf(place: "path" | "query", schema: TSchema | undefined, book: SchemaBook) {
	const { properties = {}, required = [] } = (schema ?? {}) as {
		properties?: Record<string, TSchema>;
		required?: string[];
	};
	return Object.entries(properties).map(([name, part]) => ({
		name,
		in: place,
		required: place === "path" || required.includes(name),
		schema: book.use(part),
	}));
}

const REQUEST_ID = {
	"Request-Id": { description: "Names this call in the log of the hub", required: true, schema: { type: "string" } },
};

function repliesOf(endpoint: Endpoint, book: SchemaBook): Operation["responses"] {
	const replies = Object.entries(endpoint.replies).map(([status, reply]) => {
		const content_type = "content_type" in reply ? (reply.content_type as string) : "application/json";
		const schema = "content_type" in reply ? { type: "string" } : book.use(reply as TSchema);
		const content = content_type === "" ? {} : { content: { [content_type]: { schema } } };
		return [status, { description: describeStatus(Number(status)), headers: REQUEST_ID, ...content }];
	});
	return Object.fromEntries(replies) as Operation["responses"];
}

function describeStatus(status: number): string {
	if (status >= 400) return "A page that says what went wrong";
	if (status >= 300) return "The browser is sent on";
	return status === 204 ? "Done, nothing to say" : "Done";
}

/** A page for people may share its status with a problem: both are described. */
function mergeResponses(replies: Operation["responses"], errors: Operation["responses"]): Operation["responses"] {
	const merged = { ...replies, ...errors };
	for (const [status, reply] of Object.entries(replies)) {
		const error = errors[status];
		if (error) merged[status] = { ...error, content: { ...reply.content, ...error.content } };
	}
	return merged;
}

function errorResponses(codes: readonly ErrorCode[], book: SchemaBook): Operation["responses"] {
	const problem = book.use(Problem);
	const responses: Operation["responses"] = {};
	for (const [status, same] of Map.groupBy(codes, (code) => ERRORS[code].status)) {
		responses[status] = {
			description: same.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(" "),
			headers: REQUEST_ID,
			content: {
				[PROBLEM_TYPE]: { schema: { allOf: [problem, { properties: { code: { enum: [...same] } } }] } },
			},
		};
	}
	return responses;
}
