import { Type } from "typebox";
import { expect, test } from "vitest";
import { createReplySerializer } from "./reply-body.ts";

const reduced = (schema: Parameters<typeof createReplySerializer>[0], body: unknown) =>
	JSON.parse(createReplySerializer(schema)(body)) as unknown;

test("only declared fields go out, at every level", () => {
	const schema = Type.Object({
		id: Type.String(),
		owner: Type.Optional(Type.Object({ name: Type.String() })),
		stores: Type.Array(Type.Object({ code: Type.String() })),
	});
	const row = {
		id: "1",
		secret_digest: "x",
		owner: { name: "Ana Lopez", password: "x" },
		stores: [{ code: "a", token: "x" }, { code: "b" }],
	};
	expect(reduced(schema, row)).toEqual({
		id: "1",
		owner: { name: "Ana Lopez" },
		stores: [{ code: "a" }, { code: "b" }],
	});
});

test("a union sends the fields of the variant that fits", () => {
	const schema = Type.Union([
		Type.Object({ kind: Type.Literal("card"), last4: Type.String() }),
		Type.Object({ kind: Type.Literal("cash") }),
	]);
	expect(reduced(schema, { kind: "cash", last4: "1234" })).toEqual({ kind: "cash" });
	expect(reduced(schema, { kind: "card", last4: "1234", number: "x" })).toEqual({ kind: "card", last4: "1234" });
});

test("an intersection sends the fields of all its parts", () => {
	const schema = Type.Intersect([Type.Object({ a: Type.Number() }), Type.Object({ b: Type.Number() })]);
	expect(reduced(schema, { a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 2 });
});

test("a free-form part goes out whole", () => {
	const schema = Type.Object({ counts: Type.Record(Type.String(), Type.Number()), value: Type.Unknown() });
	expect(reduced(schema, { counts: { x: 1 }, value: { deep: [{ y: 1 }] }, z: 1 })).toEqual({
		counts: { x: 1 },
		value: { deep: [{ y: 1 }] },
	});
});

test("what is undefined is left out, what is missing or wrong is a failure that names the field", () => {
	const schema = Type.Object({ id: Type.String(), note: Type.Optional(Type.String()) });
	expect(reduced(schema, { id: "1", note: undefined })).toEqual({ id: "1" });
	expect(() => reduced(schema, { note: "x" })).toThrow("/id is missing");
	expect(() => reduced(schema, { id: 7 })).toThrow("/id must be a string");
	expect(() => reduced(schema, undefined)).toThrow("the body must be an object");
});
