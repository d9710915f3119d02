import type { JsonSchema } from "@ticketrail/contract";
import type { Operation } from "../openapi.ts";

/** A command that makes this call, with the required fields filled in, to be copied into a terminal. */
export function curlFor(call: {
	method: string;
	path: string;
	operation: Operation;
	public_url: string;
	schemas: Record<string, JsonSchema>;
}): string {
	const { method, path, operation, public_url, schemas } = call;
	const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query" && parameter.required);
	const search = query.map(({ name }) => `${name}=…`).join("&");
	const lines = [
		`curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}'${public_url}${path}${search && `?${search}`}'`,
	];
	const schemes = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
	if (schemes.includes("partner_token")) lines.push("-H 'Authorization: Bearer …'");
	if (schemes.includes("signature")) lines.push("-H 'Stream-Webhook-Signature: …'");
	const body = operation.requestBody?.content["application/json"]?.schema;
	if (body) {
		const sample = JSON.stringify(sampleOf(body, schemas, 0));
		lines.push("-H 'Content-Type: application/json'", `-d '${sample.replaceAll("'", "'\\''")}'`);
	}
	return lines.join(" \\\n  ");
}

const MAX_DEPTH = 6;

/** The smallest value that shows the form: required fields, or all of them where none is required. */
function sampleOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, depth: number): unknown {
	if (depth > MAX_DEPTH) return null;
	if (typeof schema.$ref === "string") {
		return sampleOf(schemas[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)] ?? {}, schemas, depth + 1);
	}
	const first = (schema.oneOf ?? schema.anyOf ?? schema.allOf) as JsonSchema[] | undefined;
	if (first?.[0]) return sampleOf(first[0], schemas, depth + 1);
	if (schema.const !== undefined) return schema.const;
	const values = schema.enum ?? schema["x-known-values"];
	if (Array.isArray(values)) return values[0];
	switch (schema.type) {
		case "object": {
			const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
			const required = (schema.required ?? []) as string[];
			const shown = required.length > 0 ? properties.filter(([name]) => required.includes(name)) : properties;
			return Object.fromEntries(shown.map(([name, part]) => [name, sampleOf(part, schemas, depth + 1)]));
		}
		case "array":
			return [sampleOf((schema.items ?? {}) as JsonSchema, schemas, depth + 1)];
		case "integer":
		case "number":
			return Math.max(0, typeof schema.minimum === "number" ? schema.minimum : 0);
		case "boolean":
			return true;
		default:
			return "…";
	}
}
