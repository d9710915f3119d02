import fc from "fast-check";
import { Type } from "typebox";
import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { DspEvent } from "./dsp/event.ts";
import { StoreStatusUpdate } from "./dsp/order-submission.ts";
import { examples } from "./examples/all.ts";
import { TokenRequest } from "./partner/token.ts";
import { PosCatalog } from "./pos/catalog.ts";
import { OrderCreated } from "./pos/order-created.ts";
import { PosTokenRequest } from "./pos/token.ts";
import { withoutNulls } from "./without-nulls.ts";

function problemsOf(check: (value: unknown) => { ok: true } | { ok: false; problems: unknown }, value: unknown) {
	const checked = check(value);
	return checked.ok ? [] : checked.problems;
}

describe("what passes", () => {
	test("a good value is given back itself, not a copy", () => {
		const checked = compile(PosCatalog)(examples.pos_catalog);
		expect(checked.ok && checked.value).toBe(examples.pos_catalog);
	});

	test("fields that the contract does not know pass and are kept", () => {
		const value = { ...examples.token_request, flavour: { deep: [1] } };
		const checked = compile(TokenRequest)(value);
		expect(checked.ok && checked.value).toEqual(value);
	});

	test("a field that is null counts as missing", () => {
		const catalog = { ...examples.pos_catalog, tax: null, item: null, surprise: null };
		const checked = compile(PosCatalog)(catalog);
		expect(checked.ok).toBe(true);
		expect(checked.ok && Object.keys(checked.value)).not.toContain("tax");
		expect(catalog.tax, "the sender's value stays as it was").toBe(null);
	});

	test("a required field that is null is reported as missing", () => {
		expect(problemsOf(compile(TokenRequest), { ...examples.token_request, client_id: null })).toEqual([
			{ path: "/client_id", message: "is missing" },
		]);
	});
});

describe("what is refused, and in which words", () => {
	test("a price that is a string", () => {
		const bad = structuredClone(examples.pos_catalog) as unknown as { item: { price_amount: unknown }[] };
		if (bad.item[1]) bad.item[1].price_amount = "450";
		expect(problemsOf(compile(PosCatalog), bad)).toEqual([
			{ path: "/item/1/price_amount", message: "must be a number, not a string" },
		]);
	});

	test("a price that a double cannot hold exactly", () => {
		const order = structuredClone(examples.order_created);
		order.object.subtotal = 1e20;
		expect(problemsOf(compile(OrderCreated), order)).toEqual([
			{ path: "/object/subtotal", message: "must be <= 9007199254740991" },
		]);
	});

	test("half a cent in an amount that we send", () => {
		const order = structuredClone(examples.order_created);
		order.object.tax = 10.5;
		expect(problemsOf(compile(OrderCreated), order)).toEqual([
			{ path: "/object/tax", message: "must be a whole number, not a number" },
		]);
	});

	test("something that is no object at all", () => {
		for (const value of [undefined, null, 7, "text", []]) expect(compile(TokenRequest)(value).ok).toBe(false);
		expect(problemsOf(compile(TokenRequest), [])).toEqual([{ path: "", message: "must be an object, not an array" }]);
	});

	test("an empty id, an id too long, an empty list", () => {
		const check = compile(Type.Object({ id: Type.String({ minLength: 1, maxLength: 3 }) }));
		expect(problemsOf(check, { id: "" })).toEqual([{ path: "/id", message: "must not be empty" }]);
		expect(problemsOf(check, { id: "abcd" })).toEqual([{ path: "/id", message: "must have at most 3 characters" }]);
		const list = compile(Type.Object({ list: Type.Array(Type.String(), { minItems: 1 }) }));
		expect(problemsOf(list, { list: [] })).toEqual([{ path: "/list", message: "must have at least 1 entry" }]);
	});

	test("a tagged message is judged by its own kind only", () => {
		expect(problemsOf(compile(PosTokenRequest), { ...examples.pos_refresh, refresh_token: undefined })).toEqual([
			{ path: "/refresh_token", message: "is missing" },
		]);
		expect(problemsOf(compile(PosTokenRequest), { grant_type: "password" })).toEqual([
			{ path: "/grant_type", message: "is not a known value" },
		]);
		expect(problemsOf(compile(PosTokenRequest), {})).toEqual([{ path: "/grant_type", message: "is missing" }]);
	});

	test("a value of ours outside its list; a newer hub's receiver can let it pass", () => {
		const event = { ...examples.order_fail, failure_reason: "kitchen_on_fire" };
		expect(compile(DspEvent)(event).ok).toBe(false);
		expect(compile(DspEvent, { open_enums: true })(event).ok).toBe(true);
	});

	test("a value of somebody else outside its known list always passes", () => {
		const update = { ...examples.dsp_store_status_update, status_update: { status: "asleep" } };
		expect(compile(StoreStatusUpdate)(update).ok).toBe(true);
	});

	test("a field name with a slash is pointed at unambiguously", () => {
		const check = compile(Type.Object({ "a/b~c": Type.String() }));
		expect(problemsOf(check, {})).toEqual([{ path: "/a~1b~0c", message: "is missing" }]);
	});

	test("every problem, where a report asks for it", () => {
		const check = compile(TokenRequest, { every_problem: true });
		expect(problemsOf(check, { grant_type: 1 })).toHaveLength(3);
		expect(problemsOf(compile(TokenRequest), { grant_type: 1 })).toHaveLength(1);
	});

	test("nesting without end is refused, not a crash", () => {
		const line = { provider_id: "a", name: "a", quantity: 1, price_amount: 1, price_currency: "usd" };
		let modifiers: unknown[] = [];
		for (let depth = 0; depth < 200_000; depth++) modifiers = [{ ...line, modifiers }];
		const order = {
			...examples.order_created,
			object: { ...examples.order_created.object, line_items: [{ ...line, modifiers }] },
		};
		expect(problemsOf(compile(OrderCreated), order)).toEqual([{ path: "", message: "is nested too deeply" }]);
	});
});

test("leaving out nulls keeps everything else and shares what has none", () => {
	fc.assert(
		fc.property(
			fc.json().map((text) => JSON.parse(text) as unknown),
			(value) => {
				const clean = withoutNulls(value);
				expect(JSON.stringify(clean)).toBe(JSON.stringify(withoutNullsByText(value)));
				expect(withoutNulls(clean)).toBe(clean);
			},
		),
	);
	const shared = { list: [1, null] };
	expect(withoutNulls({ shared, gone: null })).toEqual({ shared });
	expect((withoutNulls({ shared, gone: null }) as { shared: unknown }).shared).toBe(shared);
});

test("a field named __proto__ stays a plain field", () => {
	const clean = withoutNulls(JSON.parse('{"__proto__": {"admin": true}, "gone": null}')) as { admin?: unknown };
	expect(clean.admin).toBe(undefined);
	expect(Object.keys(clean)).toEqual(["__proto__"]);
});

/** The same by another way: JSON text leaves out fields that a replacer makes undefined. */
function withoutNullsByText(value: unknown): unknown {
	const text = JSON.stringify([value], function (this: unknown, _key, entry) {
		return entry === null && !Array.isArray(this) ? undefined : entry;
	});
	return (JSON.parse(text) as unknown[])[0];
}

test("a check is fast enough for the order path", () => {
	const check = compile(OrderCreated);
	const [line] = examples.order_created.object.line_items;
	const order = {
		...examples.order_created,
		object: { ...examples.order_created.object, line_items: Array(40).fill(line) },
	};
	for (let round = 0; round < 500; round++) check(order);
	const start = process.hrtime.bigint();
	for (let round = 0; round < 500; round++) check(order);
	const each_us = Number(process.hrtime.bigint() - start) / 1000 / 500;
	expect(each_us, "microseconds for an order of 40 lines").toBeLessThan(500);
});
