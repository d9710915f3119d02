import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { staleSurfaces } from "../../scripts/generate-openapi.ts";
import { EXAMPLE_SCHEMAS, examples } from "../examples/all.ts";
import { endpointsOf, SURFACES, surfaceDocument } from "./surfaces.ts";

type Operation = {
	operationId: string;
	responses: Record<string, unknown>;
	requestBody?: unknown;
	parameters?: { name: string; in: string }[];
};

test("the kept OpenAPI documents are those that the schemas give", () => {
	expect(staleSurfaces(), "run: node packages/contract/scripts/generate-openapi.ts").toEqual([]);
});

describe.each(SURFACES)("the document of the %s contract", (surface) => {
	const document = surfaceDocument(surface);
	const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
	);

	test("has every endpoint of the list with its answers, and no other", () => {
		const listed = endpointsOf(surface).map(({ method, path }) => `${method} ${path}`);
		expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(listed.sort());
		for (const endpoint of endpointsOf(surface)) {
			const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()] as Operation;
			expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(Object.keys(endpoint.replies)));
			expect(operation.requestBody !== undefined).toBe(endpoint.request !== undefined);
		}
	});

	test("names each operation once and each part of a path", () => {
		const names = operations.map(({ operation }) => operation.operationId);
		expect(new Set(names).size).toBe(names.length);
		for (const { path, operation } of operations) {
			const parts = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
			const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
			expect(declared.map(({ name }) => name)).toEqual(parts);
		}
	});

	test("refers only to what it holds", () => {
		for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
			expect(ref).toMatch(/^#\/components\/schemas\/\w+$/);
			expect(document.components.schemas).toHaveProperty([String(ref?.split("/").at(-1))]);
		}
		for (const [, ref] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
			expect(document.components.schemas).toHaveProperty([String(ref)]);
		}
		expect(JSON.stringify(document)).not.toContain("$defs");
		expect(JSON.stringify(document)).not.toContain('"$id"');
	});

	const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
	ajv.addVocabulary(["x-known-values", "discriminator", "components"]);
	ajv.addSchema({ $id: "document", components: document.components }, undefined, false, false);

	test.each(Object.entries(document.components.schemas))("accepts the examples of its component %s", (name, schema) => {
		const validate = ajv.getSchema(`document#/components/schemas/${name}`);
		expect(validate, name).toBeTypeOf("function");
		for (const example of (schema.examples ?? []) as unknown[])
			expect(validate?.(example), ajv.errorsText(validate?.errors)).toBe(true);
		expect(validate?.(7)).toBe(false);
	});

	test("accepts each example where the endpoints take it", () => {
		for (const [name, { title }] of Object.entries(EXAMPLE_SCHEMAS) as [
			keyof typeof EXAMPLE_SCHEMAS,
			{ title?: string },
		][]) {
			if (title === undefined || !(title in document.components.schemas)) continue;
			const validate = ajv.getSchema(`document#/components/schemas/${title}`);
			expect(validate?.(examples[name]), `${name}: ${ajv.errorsText(validate?.errors)}`).toBe(true);
		}
	});

	test("says which component each kind of message is", () => {
		for (const [name, schema] of Object.entries(document.components.schemas)) {
			const { mapping } = (schema.discriminator ?? {}) as { mapping?: Record<string, string> };
			if (mapping === undefined) continue;
			expect(Object.values(mapping), name).toEqual((schema.oneOf as { $ref: string }[]).map(({ $ref }) => $ref));
			expect(Object.keys(mapping)).not.toContain("undefined");
		}
	});
});

test("every example belongs to one of the four contracts", () => {
	const components = new Set(SURFACES.flatMap((surface) => Object.keys(surfaceDocument(surface).components.schemas)));
	const titles = Object.values(EXAMPLE_SCHEMAS).map((schema) => (schema as { title?: string }).title ?? "");
	// the lenient order is what the hub accepts, not what the contract documents
	expect(titles.filter((title) => !components.has(title))).toEqual(["DspOrderSubmission"]);
});
