import { FAILURE_REASONS } from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerHeaders, Outcome } from "../base/outcome.ts";
import { readOrderStatus, readOrderVerdict } from "./pos-verdict.ts";

function answer(status: number, body: unknown, headers: AnswerHeaders = {}): Outcome {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	return { stage: "answered", status, headers, body: Buffer.from(text ?? ""), latency_ms: 5 };
}

const NOW = Date.UTC(2026, 0, 1);
const verdict = (status: number, body: unknown, headers?: AnswerHeaders) =>
	readOrderVerdict(answer(status, body, headers), NOW);

describe("a POS that takes the order", () => {
	// covers: B.5.6 accepted, F-8, E.15 theirs
	test("says so with any 2xx and its own order id", () => {
		for (const status of [200, 201, 202, 299]) {
			expect(verdict(status, { order: { provider_id: "P-77" } })).toEqual({
				kind: "accepted",
				pos_order_id: "P-77",
				async_acceptance: false,
			});
		}
	});

	test("may name the preparation time and may put off its word", () => {
		const order = { provider_id: "P-77", prep_time_minutes: 25, async_acceptance: true };
		expect(verdict(200, { order, extra: 1 })).toEqual({
			kind: "accepted",
			pos_order_id: "P-77",
			prep_time_minutes: 25,
			async_acceptance: true,
		});
	});

	test("is understood when it is careless about the rest", () => {
		const order = { provider_id: 77, prep_time_minutes: null, async_acceptance: "no" };
		expect(verdict(201, { order })).toEqual({ kind: "accepted", pos_order_id: "77", async_acceptance: false });
		for (const prep_time_minutes of ["20", -5, 1e9, [], {}]) {
			const read = verdict(200, { order: { provider_id: "P", prep_time_minutes } });
			expect(read).toEqual({ kind: "accepted", pos_order_id: "P", async_acceptance: false });
		}
		expect(verdict(200, `\ufeff{"order":{"provider_id":"P","prep_time_minutes":1e400}}`)).toMatchObject({
			pos_order_id: "P",
		});
	});
});

describe("a success that proves nothing", () => {
	// covers: B.5.6 not proof
	test.each([
		["an empty body", ""],
		["a page", "<html>ok</html>"],
		["cut JSON", `{"order":{"provider_id":"P-77"`],
		["a bare string", `"ok"`],
		["null", "null"],
		["a list", `[{"order":{"provider_id":"P-77"}}]`],
		["no order", `{}`],
		["an order without an id", `{"order":{}}`],
		["an empty id", `{"order":{"provider_id":""}}`],
		["an id that is null", `{"order":{"provider_id":null}}`],
		["an id that is an object", `{"order":{"provider_id":{"id":1}}}`],
		["an endless id", `{"order":{"provider_id":"${"9".repeat(300)}"}}`],
		["an id in the wrong place", `{"provider_id":"P-77"}`],
		["an inherited id", `{"order":{"__proto__":{"provider_id":"P-77"}}}`],
		["a refusal", `{"posValidation":{"orderValidation":[{"order_error":"other"}]}}`],
		["deep nesting", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
	])("leaves the order in doubt: %s", (_name, body) => {
		expect(verdict(200, body)).toEqual({ kind: "unknown", reason: "unreadable_acceptance" });
	});
});

describe("a POS that refuses the order", () => {
	const refuse = (posValidation: unknown, status = 400) => verdict(status, { posValidation });

	// covers: B.6 stockValidation, B.5.6 refused
	test("names what is short, and the DSP hears that items are unavailable", () => {
		const stockValidation = [
			{ type: "item", provider_id: "tea-large", quantity: 0 },
			{ type: "modifier", provider_id: "oat", quantity: 1 },
			{ type: "item", provider_id: "tea-large", quantity: 0 },
		];
		expect(refuse({ stockValidation })).toEqual({
			kind: "refused",
			reason: "items_unavailable",
			message: "out of stock: tea-large (0 left), oat (1 left), tea-large (0 left)",
			unavailable_ids: ["tea-large", "oat"],
			pos_validation: { stockValidation },
		});
	});

	// covers: B.6 orderTotalsValidation
	test("names two totals, and the DSP hears that the order does not validate", () => {
		expect(refuse({ orderTotalsValidation: [{ posTotal: 1250, streamTotal: 1150 }] })).toMatchObject({
			kind: "refused",
			reason: "order_validation_error",
			message: expect.stringContaining("1250"),
			unavailable_ids: [],
		});
	});

	// covers: B.6 orderValidation, F-34, E.8 unknown, E.8 restaurant_not_accepting_orders, E.8 order_validation_error
	test.each([
		["invalid_cart", "order_validation_error"],
		["INVALID_CART", "order_validation_error"],
		["pos_offline", "restaurant_not_accepting_orders"],
		["store_unavailable", "restaurant_not_accepting_orders"],
		["other", "unknown"],
		["confirmation_timeout", "unknown"],
		["never_heard_of_it", "unknown"],
		["pos_missing_items", "pos_missing_items"],
		["items_unavailable", "items_unavailable"],
		["constructor", "unknown"],
	])("with the code %s becomes %s", (order_error, reason) => {
		const orderValidation = [{ order_error, order_error_reason: "The kitchen says no" }];
		expect(refuse({ orderValidation })).toMatchObject({
			kind: "refused",
			reason,
			message: `${order_error}: The kitchen says no`,
		});
	});

	test("is believed in its most precise list", () => {
		const lists = {
			orderValidation: [{ order_error: "other", order_error_reason: "no" }],
			orderTotalsValidation: [{ posTotal: 2, streamTotal: 1 }],
			stockValidation: [{ type: "item", provider_id: "tea", quantity: 0 }],
		};
		expect(refuse(lists)).toMatchObject({ reason: "items_unavailable" });
		expect(refuse({ ...lists, stockValidation: [] })).toMatchObject({ reason: "order_validation_error" });
		expect(refuse({ orderValidation: lists.orderValidation, stockValidation: null })).toMatchObject({
			reason: "unknown",
		});
	});

	test("is understood with 422, 409 or 403 as well", () => {
		for (const status of [403, 404, 409, 422]) {
			expect(refuse({ orderValidation: [{ order_error: "store_unavailable" }] }, status)).toMatchObject({
				kind: "refused",
				reason: "restaurant_not_accepting_orders",
				message: "store_unavailable",
			});
		}
	});

	test("without a reason still refuses", () => {
		for (const posValidation of [
			{},
			[],
			{ stockValidation: [], orderValidation: "no" },
			{ stockValidation: [7, null, {}] },
		]) {
			expect(refuse(posValidation)).toMatchObject({ kind: "refused", reason: "order_validation_error" });
		}
		for (const body of ["", "<html>", "null", "[]", `{"message":"No menu attached"}`, `{"posValidation":null}`]) {
			expect(verdict(400, body)).toMatchObject({ kind: "refused", reason: "unknown", unavailable_ids: [] });
		}
		expect(verdict(400, { status: 400, message: "No menu attached" })).toMatchObject({
			message: "answered 400: No menu attached",
		});
	});

	test("refuses by redirecting, by 404 and by 403 too", () => {
		for (const status of [300, 301, 302, 307, 308, 402, 403, 404, 405, 413, 451]) {
			expect(verdict(status, "")).toMatchObject({ kind: "refused", reason: "unknown", message: `answered ${status}` });
		}
	});

	test("has left for good with 410", () => {
		expect(verdict(410, "")).toMatchObject({ kind: "refused", reason: "restaurant_not_accepting_orders", gone: true });
	});
});

describe("a POS that says it has the order already", () => {
	test("has accepted it when it names its id", () => {
		expect(verdict(409, { order: { provider_id: "P-77" } })).toMatchObject({ kind: "accepted", pos_order_id: "P-77" });
	});

	test("leaves it in doubt when it does not", () => {
		expect(verdict(409, { message: "duplicate" })).toEqual({ kind: "unknown", reason: "answered 409" });
	});
});

describe("a POS that cannot answer now", () => {
	test("may be asked again", () => {
		for (const status of [408, 425, 429, 500, 502, 503, 504, 599]) {
			expect(verdict(status, { posValidation: {} })).toEqual({
				kind: "retryable",
				reason: `answered ${status}`,
				status,
			});
		}
	});

	test.each([
		["0", 0],
		["7", 7_000],
		[" 7 ", 7_000],
		["315360000", 60_000],
		["99999999999999", 60_000],
		["-1", undefined],
		["1.5", undefined],
		["soon", undefined],
		["", undefined],
		["Wed, 21 Oct 2026 07:28:10 GMT", 10_000],
		["Wed, 21 Oct 2036 07:28:00 GMT", 60_000],
		["Wed, 21 Oct 2020 07:28:00 GMT", undefined],
	])("with Retry-After %j it is waited for %j ms", (written, retry_after_ms) => {
		const headers = { "retry-after": written, date: "Wed, 21 Oct 2026 07:28:00 GMT" };
		const read = verdict(503, "", headers);
		expect(read).toEqual({
			kind: "retryable",
			reason: "answered 503",
			status: 503,
			...(retry_after_ms !== undefined && { retry_after_ms }),
		});
	});

	test("with several values of Retry-After it is asked again as usual", () => {
		expect(verdict(503, "", { "retry-after": ["1", "2"] })).not.toHaveProperty("retry_after_ms");
	});
});

describe("other ends of a request", () => {
	test("401 is a matter of the token, not of the order", () => {
		expect(verdict(401, { posValidation: { orderValidation: [{ order_error: "other" }] } })).toEqual({
			kind: "unauthorized",
		});
	});

	test("what never left may be sent again, what may have arrived is in doubt", () => {
		expect(readOrderVerdict({ stage: "never_sent", reason: "connect_refused", latency_ms: 1 }, NOW)).toEqual({
			kind: "retryable",
			reason: "connect_refused",
		});
		expect(readOrderVerdict({ stage: "unknown", reason: "no_answer", latency_ms: 1 }, NOW)).toEqual({
			kind: "unknown",
			reason: "no_answer",
		});
	});
});

test("no answer whatever makes the hub fall over, and only a named order is accepted", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 200, max: 599 }),
			fc.oneof(fc.json(), fc.string(), fc.base64String()),
			(status, body) => {
				const read = verdict(status, body);
				if (read.kind === "accepted") expect(read.pos_order_id).not.toBe("");
				if (read.kind === "refused") expect(FAILURE_REASONS).toContain(read.reason);
				if (status < 300) expect(["accepted", "unknown"]).toContain(read.kind);
			},
		),
		{ numRuns: 2000 },
	);
	const entry = fc.anything();
	fc.assert(
		fc.property(
			fc.record({ stockValidation: entry, orderTotalsValidation: entry, orderValidation: entry }),
			(lists) => {
				const body = JSON.stringify({ posValidation: lists }) ?? "";
				expect(verdict(400, body).kind).toBe("refused");
			},
		),
	);
});

describe("a POS that is asked for one order", () => {
	const status = (code: number, body: unknown) => readOrderStatus(answer(code, body));

	test("says that it has it, or why it refused it", () => {
		expect(status(200, { order: { provider_id: "P-77" } })).toMatchObject({ kind: "accepted", pos_order_id: "P-77" });
		const posValidation = { orderValidation: [{ order_error: "store_unavailable" }] };
		for (const code of [200, 404])
			expect(status(code, { posValidation })).toMatchObject({
				kind: "refused",
				reason: "restaurant_not_accepting_orders",
			});
	});

	test("proves nothing by not knowing it, by not having decided, and by its own troubles", () => {
		const undecided = { order: { provider_id: "P-77", async_acceptance: true } };
		const nothing: [number, unknown][] = [
			...([404, 410, 401, 429, 500] as const).map((code): [number, unknown] => [code, {}]),
			...[{ orders: [] }, { order: null }, "<html>", undecided].map((body): [number, unknown] => [200, body]),
		];
		for (const [code, body] of nothing) expect(status(code, body)).toMatchObject({ kind: "unknown" });
		expect(readOrderStatus({ stage: "never_sent", reason: "dns_failed", latency_ms: 1 })).toEqual({
			kind: "unknown",
			reason: "dns_failed",
		});
	});
});
