import type { TSchema } from "typebox";
import { describe, expect, test } from "vitest";
import * as contract from "./index.ts";

type Named = TSchema & { title?: string; $ref?: string };
const schemas = Object.entries<unknown>(contract).filter((entry): entry is [string, Named] => isSchema(entry[1]));

function isSchema(value: unknown): value is Named {
	return value !== null && typeof value === "object" && "~kind" in value;
}

describe("the public door", () => {
	test("every schema carries its own name as title", () => {
		expect(schemas.length).toBeGreaterThan(100);
		for (const [name, schema] of schemas) expect(schema.title ?? schema.$ref, name).toBe(name);
	});

	test.each(schemas)("the schema %s compiles and refuses a number", (_, schema) => {
		expect(contract.compile(schema)(7).ok).toBe(false);
		expect(contract.compile(schema, { open_enums: true, every_problem: true })(7).ok).toBe(false);
	});

	// covers: E.4 values, E.6 values, E.9 reasons, E.9 sources, E.10 values
	test("the value lists have the documented lengths and no double", () => {
		const lists = [
			[contract.ALLERGENS, 29],
			[contract.DELIVERY_STATUSES, 15],
			[contract.CANCEL_REASONS, 21],
			[contract.CANCEL_SOURCES, 6],
			[contract.FULFILLMENT_TYPES, 8],
		] as const;
		for (const [list, length] of lists) {
			expect(list).toHaveLength(length);
			expect(new Set(list).size).toBe(length);
		}
	});
});

describe("the examples", () => {
	const checked = Object.entries(contract.EXAMPLE_SCHEMAS) as [keyof typeof contract.EXAMPLE_SCHEMAS, TSchema][];

	test.each(checked)("%s follows its schema", (name, schema) => {
		expect(contract.compile(schema, { every_problem: true })(contract.examples[name])).toEqual({
			ok: true,
			value: contract.examples[name],
		});
	});

	test("the order for a POS is also what any POS must be ready to get", () => {
		const receive = contract.compile(contract.ReceivedPosOrderEvent, { open_enums: true });
		const { order_created, order_updated, order_canceled } = contract.examples;
		for (const event of [order_created, order_updated, order_canceled]) expect(receive(event).ok).toBe(true);
		const { source_order_id: _, customer_name: __, placed_at: ___, ...newer } = order_created.object;
		expect(receive({ type: "order.created", object: newer }).ok).toBe(true);
		expect(contract.compile(contract.OrderCreated)({ type: "order.created", object: newer }).ok).toBe(false);
		expect(receive({ ...order_updated, object: { ...order_updated.object, status: "plated" } }).ok).toBe(true);
	});

	test("each required field of an example is truly required", () => {
		for (const [name, schema] of checked) {
			const required = (schema as { required?: readonly string[] }).required ?? [];
			for (const field of required) {
				const cut = { ...contract.examples[name], [field]: undefined };
				expect(contract.compile(schema)(JSON.parse(JSON.stringify(cut))).ok, `${name} without ${field}`).toBe(false);
			}
		}
	});
});
