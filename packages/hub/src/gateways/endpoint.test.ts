import { Type } from "typebox";
import { expect, expectTypeOf, test } from "vitest";
import { BODY_LIMITS, type Caller, emptyReply, endpoint, rawReply } from "./endpoint.ts";

const Named = Type.Object({ name: Type.String(), seats: Type.Optional(Type.Integer()) });
const Ok = Type.Object({ ok: Type.Boolean() });

test("the schemas of an endpoint are the types of its handler's call", () => {
	const made = endpoint({
		method: "POST",
		path: "/orgs/{id}",
		auth: { scope: "onboarding" },
		summary: "Create",
		params: Type.Object({ id: Type.String() }),
		query: Type.Object({ dry_run: Type.Optional(Type.Literal("true")) }),
		body: Named,
		replies: { 200: Ok, 201: Type.Object({ id: Type.String() }), 203: rawReply("text/html"), 302: emptyReply },
		errors: ["org_not_found"],
		handler: async ({ params, query, body, partner, json }) => {
			expectTypeOf(params).toEqualTypeOf<{ id: string }>();
			expectTypeOf(query).toEqualTypeOf<{ dry_run?: "true" }>();
			expectTypeOf(body).toEqualTypeOf<{ name: string; seats?: number }>();
			expectTypeOf(partner).toEqualTypeOf<Caller>();
			expectTypeOf(json()).toEqualTypeOf<unknown>();
			if (query.dry_run) return { status: 302, body: undefined, headers: { location: "/" } };
			if (body.seats) return { status: 203, body: "<p>" };
			return body.name ? { status: 201, body: { id: params.id } } : { status: 200, body: { ok: true } };
		},
	});
	expect(made).toMatchObject({ method: "POST", path: "/orgs/{id}", oauth: false, body_limit: BODY_LIMITS.other });
});

test("a reply of another status or form than declared does not compile", () => {
	const common = { method: "GET", path: "/x", auth: "none", summary: "x", errors: [] } as const;
	// @ts-expect-error 204 is not declared
	endpoint({ ...common, replies: { 200: Ok }, handler: async () => ({ status: 204, body: undefined }) });
	// @ts-expect-error ok must be a boolean
	endpoint({ ...common, replies: { 200: Ok }, handler: async () => ({ status: 200, body: { ok: 1 } }) });
	const handler = async () => ({ status: 200 as const, body: { ok: true } });
	// @ts-expect-error the code is not in the table of errors
	endpoint({ ...common, errors: ["oops"], replies: { 200: Ok }, handler });
	endpoint({ ...common, replies: { 200: Ok }, handler });
});

test("a signed endpoint has no caller and no body until it asks for it", () => {
	const hook = endpoint({
		method: "POST",
		path: "/hook",
		auth: "signature",
		summary: "x",
		body: Named,
		replies: { 200: Ok },
		errors: [],
		handler: async ({ body, partner }) => {
			expectTypeOf(body).toEqualTypeOf<undefined>();
			expectTypeOf(partner).toEqualTypeOf<undefined>();
			return { status: 200, body: { ok: true } };
		},
	});
	expect(hook.body_limit).toBe(65_536);
});

test("body limits: 32 kB for tokens, what is said where something is said", () => {
	const common = { method: "POST", path: "/x", auth: "none", summary: "x", errors: [], replies: { 200: Ok } } as const;
	const handler = async () => ({ status: 200 as const, body: { ok: true } });
	expect(endpoint({ ...common, oauth: true, handler }).body_limit).toBe(32_768);
	expect(endpoint({ ...common, body_limit: BODY_LIMITS.order, handler }).body_limit).toBe(262_144);
});
