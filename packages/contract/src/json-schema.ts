import type { TSchema } from "typebox";

export type JsonSchema = { [keyword: string]: unknown };

/**
 * A TypeBox schema as plain JSON Schema 2020-12: recursive parts gathered in one `$defs`, tagged unions as `oneOf` with
 * a `discriminator`. With `open_enums` the closed value lists become plain strings, for a receiver that must survive
 * values of the future (contract.md F.1.1).
 */
export function toJsonSchema(schema: TSchema, options: { open_enums?: boolean } = {}): JsonSchema {
	const definitions = new Map<string, JsonSchema>();
	const root = convert(schema as JsonSchema, {
		definitions,
		ref: (name) => `#/$defs/${name}`,
		named: () => undefined,
		open_enums: options.open_enums ?? false,
	});
	return definitions.size === 0 ? root : { ...root, $defs: Object.fromEntries(definitions) };
}

export type Conversion = {
	/** Parts that others refer to, by name; filled while converting. */
	definitions: Map<string, JsonSchema>;
	ref: (name: string) => string;
	/** The name under which this schema is gathered instead of written in place, if any. */
	named: (schema: JsonSchema) => string | undefined;
	open_enums: boolean;
};

/** Convert one schema; named parts are gathered in `conversion.definitions` and referred to. */
export function convert(schema: JsonSchema, conversion: Conversion): JsonSchema {
	const { definitions, ref, named } = conversion;
	if (typeof schema.$ref === "string") {
		for (const [name, part] of Object.entries((schema.$defs ?? {}) as Record<string, JsonSchema>)) {
			define(name, part, conversion);
		}
		return { $ref: ref(schema.$ref) };
	}
	const name = named(schema);
	if (name === undefined) return convertKeywords(schema, conversion);
	if (!definitions.has(name)) define(name, schema, conversion);
	return { $ref: ref(name) };
}

function define(name: string, part: JsonSchema, conversion: Conversion): void {
	if (conversion.definitions.has(name)) return;
	conversion.definitions.set(name, {}); // stops the recursion
	conversion.definitions.set(name, convertKeywords(part, conversion));
}

function convertKeywords(schema: JsonSchema, conversion: Conversion): JsonSchema {
	const converted: JsonSchema = {};
	for (const [keyword, value] of Object.entries(schema)) {
		if (keyword === "$id") continue;
		if (keyword === "enum" && schema.type === "string" && conversion.open_enums) {
			converted["x-known-values"] = value;
		} else if (keyword === "properties" || keyword === "patternProperties") {
			const fields = Object.entries(value as Record<string, JsonSchema>);
			converted[keyword] = Object.fromEntries(fields.map(([field, part]) => [field, convert(part, conversion)]));
		} else if (keyword === "items") {
			converted[keyword] = convert(value as JsonSchema, conversion);
		} else if (keyword === "anyOf") {
			const branches = (value as JsonSchema[]).map((part) => convert(part, conversion));
			if (schema.discriminator) Object.assign(converted, { type: "object", oneOf: branches });
			else converted.anyOf = branches;
		} else {
			converted[keyword] = value;
		}
	}
	return converted;
}
