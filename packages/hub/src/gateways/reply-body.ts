import { compile } from "@ticketrail/contract";
import type { TSchema } from "typebox";

type Json = { [keyword: string]: unknown };

/**
 * Makes the serializer of a JSON reply: only fields that the schema declares go out, at every level, and what is left
 * must fit the schema. A handler that returns a whole row thus leaks nothing, and one that forgets a field fails
 * loudly (500) instead of breaking a partner quietly.
 */
export function createReplySerializer(schema: TSchema): (body: unknown) => string {
	const check = compile(schema);
	const definitions = ((schema as Json).$defs ?? {}) as Record<string, Json>;
	const fits = new Map<Json, ReturnType<typeof compile>>();
	return (body) => {
		const reduced = reduce(
			schema as Json,
			body,
			(part) => {
				const known = fits.get(part) ?? compile(part as TSchema);
				fits.set(part, known);
				return known;
			},
			definitions,
		);
		const checked = check(reduced);
		if (!checked.ok) {
			const { path, message } = checked.problems[0]!;
			throw new TypeError(`A reply does not fit its schema: ${path || "the body"} ${message}`);
		}
		return JSON.stringify(reduced);
	};
}

type FitsLookup = (part: Json) => ReturnType<typeof compile>;

function reduce(schema: Json, value: unknown, fitsOf: FitsLookup, definitions: Record<string, Json>): unknown {
	const again = (part: unknown, inner: unknown) => reduce(part as Json, inner, fitsOf, definitions);
	if (typeof schema.$ref === "string" && definitions[schema.$ref]) return again(definitions[schema.$ref], value);
	if (Array.isArray(schema.anyOf)) {
		const variants = schema.anyOf as Json[];
		const fitting = variants.find((variant) => fitsOf(variant)(again(variant, value)).ok);
		return fitting ? again(fitting, value) : null;
	}
	if (Array.isArray(value)) return "items" in schema ? value.map((entry) => again(schema.items, entry)) : value;
	if (value === null || typeof value !== "object") return value;
	if (Array.isArray(schema.allOf)) {
		return Object.assign({}, ...schema.allOf.map((part) => again(part, value)));
	}
	const declared = (schema.properties ?? {}) as Record<string, Json>;
	const open = schema.type === undefined || schema.additionalProperties !== undefined || schema.patternProperties;
	if (open && !schema.properties) return value;
	const kept: [string, unknown][] = [];
	for (const [name, inner] of Object.entries(value)) {
		if (inner !== undefined && Object.hasOwn(declared, name)) kept.push([name, again(declared[name], inner)]);
	}
	return Object.fromEntries(kept);
}
