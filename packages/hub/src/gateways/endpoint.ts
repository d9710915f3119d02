import type { Readable } from "node:stream";
import type { ConsolePermission, Scope } from "@ticketrail/contract";
import type { Static, TSchema } from "typebox";
import type { ErrorCode } from "../base/error.ts";
import type { ConsoleVisitor } from "../features/sign-in/index.ts";

/** Who is calling, once the bearer token was checked. */
export interface Caller {
	partner_id: string;
	client_id: string;
	scopes: readonly Scope[];
}

/** Somebody at the console, with the organisation that the request is about: null = every one of an operator's. */
export interface Visit {
	visitor: ConsoleVisitor;
	org: { org_id: string; partner_id: string; name: string } | null;
}

/**
 * How an endpoint knows its caller: `{ scope }` = a bearer token that carries the scope, `{ permission }` = the cookie of
 * somebody who holds it, both checked before the body is read; `"signature"` = the handler verifies the raw body itself and only then calls `call.json()`; `"none"` = open.
 */
export type Auth = { readonly scope: Scope } | { readonly permission: ConsolePermission } | "signature" | "none";

/** A reply that is not JSON: the handler gives text, bytes or a stream of this media type. */
export interface RawReply {
	readonly content_type: string;
}

/** Declares a reply of another media type than JSON, for example `rawReply("text/html; charset=utf-8")`. */
export function rawReply(content_type: string): RawReply {
	return { content_type };
}

/** Declares a reply without a body (204, 302 and their like). */
export const emptyReply: RawReply = { content_type: "" };

/** A JSON reply that somebody has written down already, perhaps packed: it is sent as it is. */
export class WrittenReply {
	readonly bytes: Uint8Array;
	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}
}

/** Replies by status. A JSON reply is reduced to the fields of its schema and checked against it. */
export type Replies = Readonly<Record<number, TSchema | RawReply>>;

type BodyOf<R> = R extends RawReply
	? string | Uint8Array | Readable | undefined
	: R extends TSchema
		? Static<R>
		: never;
type StaticOr<S, Otherwise> = S extends TSchema ? Static<S> : Otherwise;

/** What a handler may answer: one of the declared statuses with its body; `headers` are added to the answer. */
export type ReplyOf<R extends Replies> = {
	[S in keyof R & number]: { status: S; body: BodyOf<R[S]>; headers?: Readonly<Record<string, string>> };
}[keyof R & number];

/** What a handler gets. */
export interface Call<Params = unknown, Query = unknown, Body = unknown, Partner = Caller | undefined> {
	/** Path parameters, decoded. Ids are any text here: look them up and answer 404. */
	params: Params;
	/** Query parameters: always text, never coerced; unchecked without a schema, except that they can be stored. */
	query: Query;
	/** The validated body; `undefined` without a body schema, and for `auth: "signature"` (use `json()` there). */
	body: Body;
	/** The bytes as they came; empty when there was no body. */
	raw_body: Buffer;
	/** Request headers, lower-case names. A signature header that came twice never reaches a handler (401). */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	/** The address at the other end of the connection; a proxy's own, where there is one. */
	remote_address: string;
	/** The caller of an endpoint with a scope. */
	partner: Partner;
	/** Who sits at the console, for an endpoint with a permission. */
	visit: Visit | undefined;
	request_id: string;
	/** Whether whoever asked has hung up: nobody hears the answer. */
	isGone(): boolean;
	/**
	 * Media type checked, bytes scanned and parsed. For signed endpoints, after the signature was found good.
	 * Throws `unsupported_media_type` or `invalid_json`.
	 */
	json(): unknown;
	/** Tells the request log whose organisation this was about, once the hub knows that it is the caller's. */
	isAbout(org_id: string): void;
}

/** Everything that an endpoint says about itself; see `endpoint`. */
export interface EndpointDefinition<
	A extends Auth,
	P extends TSchema | undefined,
	Q extends TSchema | undefined,
	B extends TSchema | undefined,
	R extends Replies,
	S extends keyof R & number,
> {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Path with parameters in braces: `/onboarding/integrations/{id}`. */
	path: string;
	auth: A;
	/** One sentence for /docs. */
	summary: string;
	/** More for /docs, with the section of contract.md. */
	description?: string;
	params?: P;
	query?: Q;
	body?: B;
	replies: R;
	/** Codes that the handler may throw, for the documentation; those of the gateway itself are added. */
	errors: readonly ErrorCode[];
	/** Bytes; default 32 kB for `oauth`, 64 kB for `signature`, 1 MB otherwise (`BODY_LIMITS`). */
	body_limit?: number;
	/** An OAuth endpoint: takes form bodies too, and its problems also carry RFC 6749's `error`. */
	oauth?: true;
	handler: (
		call: Call<
			StaticOr<P, Record<string, string>>,
			StaticOr<Q, Record<string, unknown>>,
			A extends "signature" ? undefined : StaticOr<B, undefined>,
			A extends { scope: Scope } ? Caller : undefined
		>,
		// `S` is there so that the compiler keeps `status: 201` a literal instead of widening it to number.
	) => Promise<{ status: S } & ReplyOf<R>>;
}

/** An endpoint of the hub as a value: mounted by `mountEndpoints`, described by /openapi.json. */
export interface Endpoint {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	path: string;
	auth: Auth;
	summary: string;
	description?: string;
	params?: TSchema;
	query?: TSchema;
	body?: TSchema;
	replies: Replies;
	errors: readonly ErrorCode[];
	body_limit: number;
	oauth: boolean;
	handler: (call: Call) => Promise<{ status: number; body: unknown; headers?: Readonly<Record<string, string>> }>;
}

/** Body limits in bytes (design.md section 8). */
export const BODY_LIMITS = { token: 32_768, order: 262_144, webhook: 65_536, other: 1_048_576 } as const;

/**
 * Makes an endpoint. The handler's `call` has the types of the schemas; unknown fields are tolerated and stay in
 * `body`, nothing is coerced. A wrong field never reaches the handler: the caller gets `invalid_field` with `param`.
 *
 *     endpoint({
 *       method: "POST", path: "/onboarding/org", auth: { scope: "onboarding" }, summary: "Create an organisation",
 *       body: CreateOrgRequest, replies: { 201: CreateOrgReply }, errors: ["idempotency_mismatch"],
 *       handler: async ({ body, partner }) => ({ status: 201, body: await createOrg(partner.partner_id, body) }),
 *     })
 */
export function endpoint<
	const A extends Auth,
	const R extends Replies,
	P extends TSchema | undefined = undefined,
	Q extends TSchema | undefined = undefined,
	B extends TSchema | undefined = undefined,
	S extends keyof R & number = keyof R & number,
>(definition: EndpointDefinition<A, P, Q, B, R, S>): Endpoint {
	const { handler, body_limit, oauth, ...rest } = definition;
	const default_limit = oauth
		? BODY_LIMITS.token
		: definition.auth === "signature"
			? BODY_LIMITS.webhook
			: BODY_LIMITS.other;
	return {
		...(rest as Omit<Endpoint, "handler" | "body_limit" | "oauth">),
		body_limit: body_limit ?? default_limit,
		oauth: oauth ?? false,
		// The mount hands over only what the schemas let pass, so the narrower type holds.
		handler: handler as unknown as Endpoint["handler"],
	};
}
