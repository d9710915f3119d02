import type { TObject, TSchema } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { EXAMPLE_SCHEMAS, examples } from "../examples/all.ts";
import { type Conversion, convert, type JsonSchema } from "../json-schema.ts";
import { Problem } from "../partner/problem.ts";
import { securitySchemes } from "./security.ts";

export type OpenapiDocument = {
	openapi: "3.1.0";
	info: { title: string; version: string; summary: string };
	paths: Record<string, Record<string, unknown>>;
	components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, unknown> };
};

/** Where the parties of a contract are found; an operation names its own. */
export type Servers = Partial<Record<Endpoint["server"], { url: string; description: string }>>;

/** The OpenAPI 3.1 document of a list of endpoints; each titled schema becomes a component with its examples. */
export function openapiDocument(
	info: OpenapiDocument["info"],
	servers: Servers,
	endpoints: readonly Endpoint[],
): OpenapiDocument {
	const definitions = new Map<string, JsonSchema>();
	const conversion: Conversion = {
		definitions,
		ref: (name) => `#/components/schemas/${name}`,
		named: (schema) => (typeof schema.title === "string" ? schema.title : undefined),
		open_enums: false,
	};
	const paths: OpenapiDocument["paths"] = {};
	for (const endpoint of endpoints) {
		const methods = paths[endpoint.path] ?? {};
		paths[endpoint.path] = methods;
		methods[endpoint.method.toLowerCase()] = operation(endpoint, servers, conversion);
	}
	const names = [...definitions.keys()].sort();
	const schemas = Object.fromEntries(names.map((name) => [name, component(name, definitions)]));
	return {
		openapi: "3.1.0",
		info,
		paths,
		components: { schemas, securitySchemes: securitySchemes(endpoints) },
	};
}

function operation(endpoint: Endpoint, servers: Servers, conversion: Conversion): JsonSchema {
	const { operation: operationId, summary, section, auth, scope, permission, params, query, headers } = endpoint;
	const { request, replies } = endpoint;
	const parameters = [
		...parametersOf("path", params, conversion),
		...parametersOf("query", query, conversion),
		...parametersOf("header", headers, conversion),
	];
	const responses: JsonSchema = {};
	for (const [status, schema] of Object.entries(replies))
		responses[status] = response(Number(status), schema, conversion);
	if (endpoint.server === "hub") {
		const schema = convert(Problem as TSchema as JsonSchema, conversion);
		responses.default = { description: "An error", content: { "application/problem+json": { schema } } };
	}
	const source = section === "ours" ? "Ours, no part of the contracts." : `contract.md ${section}.`;
	const scopes = scope === undefined ? "" : ` Needs the scope ${scope}.`;
	const who = permission === undefined ? "" : ` Needs the permission ${permission}.`;
	return {
		operationId,
		summary,
		description: `${source}${scopes}${who}`,
		tags: [endpoint.server],
		servers: [servers[endpoint.server]].filter((server) => server !== undefined),
		...(auth === "none" ? {} : { security: [{ [auth]: [] }] }),
		...(parameters.length === 0 ? {} : { parameters }),
		...(request === undefined ? {} : { requestBody: { required: true, content: jsonContent(request, conversion) } }),
		responses,
	};
}

function parametersOf(place: string, fields: TObject | undefined, conversion: Conversion): JsonSchema[] {
	const required: readonly string[] = fields?.required ?? [];
	return Object.entries((fields?.properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => {
		return { name, in: place, required: required.includes(name), schema: convert(schema, conversion) };
	});
}

function response(status: number, schema: TSchema | undefined, conversion: Conversion): JsonSchema {
	const description = status < 300 ? "Done" : status < 400 ? "Sends the browser on" : "Refused";
	return schema === undefined ? { description } : { description, content: jsonContent(schema, conversion) };
}

function jsonContent(schema: TSchema, conversion: Conversion): JsonSchema {
	return { "application/json": { schema: convert(schema as JsonSchema, conversion) } };
}

/** A gathered schema with what OpenAPI adds: examples, and which component each tag of a union means. */
function component(name: string, definitions: ReadonlyMap<string, JsonSchema>): JsonSchema {
	const schema = { ...definitions.get(name) };
	const schemas: Record<string, TSchema> = EXAMPLE_SCHEMAS;
	const values = Object.entries(schemas).filter(([, schema]) => (schema as JsonSchema).title === name);
	if (values.length > 0) schema.examples = values.map(([example]) => examples[example as keyof typeof EXAMPLE_SCHEMAS]);
	const tag = (schema.discriminator as { propertyName: string } | undefined)?.propertyName;
	if (tag === undefined) return schema;
	const mapping = (schema.oneOf as { $ref: string }[]).map(({ $ref }) => {
		const branch = definitions.get($ref.slice($ref.lastIndexOf("/") + 1)) as { properties: Record<string, JsonSchema> };
		return [branch.properties[tag]?.const, $ref];
	});
	return { ...schema, discriminator: { propertyName: tag, mapping: Object.fromEntries(mapping) } };
}
