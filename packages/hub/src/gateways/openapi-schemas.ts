import { type JsonSchema, toJsonSchema } from "@ticketrail/contract";
import type { TSchema } from "typebox";

const PREFIX = "#/components/schemas/";

/** Gathers schemas with a title as components, each once, and hands out references to them. */
export interface SchemaBook {
	/** The schema as it is written in place: a reference when it has a title. */
	use(schema: TSchema): JsonSchema;
	/** What was gathered so far, by name. */
	components: Record<string, JsonSchema>;
}

/** Makes an empty book. */
export function createSchemaBook(): SchemaBook {
	const components: Record<string, JsonSchema> = {};
	return {
		components,
		use(schema) {
			const { $defs, ...plain } = toJsonSchema(schema);
			for (const [name, part] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
				components[name] ??= hoistParts(part);
			}
			return hoist(plain);
		},
	};

	function hoist(schema: JsonSchema): JsonSchema {
		if (typeof schema.$ref === "string") return { $ref: schema.$ref.replace("#/$defs/", PREFIX) };
		const name = typeof schema.title === "string" && /^[A-Z]\w*$/.test(schema.title) ? schema.title : undefined;
		if (name === undefined) return hoistParts(schema);
		components[name] ??= hoistParts(schema);
		return { $ref: `${PREFIX}${name}` };
	}

	/** The same schema with its parts hoisted, itself left in place. */
	function hoistParts(schema: JsonSchema): JsonSchema {
		const parts: [string, unknown][] = Object.entries(schema).map(([keyword, value]) => {
			if (keyword === "properties" || keyword === "patternProperties") {
				const fields = Object.entries(value as Record<string, JsonSchema>);
				return [keyword, Object.fromEntries(fields.map(([field, part]) => [field, hoist(part)]))];
			}
			if (keyword === "items") return [keyword, hoist(value as JsonSchema)];
			if (keyword === "anyOf" || keyword === "oneOf" || keyword === "allOf") {
				return [keyword, (value as JsonSchema[]).map(hoist)];
			}
			return [keyword, value];
		});
		return Object.fromEntries(parts);
	}
}
