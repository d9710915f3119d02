import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLedger, type TableState } from "./ledger.ts";
import { type Expected, expectProblem } from "./problem.ts";
import { openTwoTenants, type TwoTenants } from "./tenants.ts";
import { SECRETS, untilQuiet } from "./town.ts";
import { sendBare, sign } from "./wire.ts";

let world: TwoTenants;
let before: Record<string, TableState>;

beforeAll(async () => {
	world = await openTwoTenants();
	const { client_id, client_secret } = { client_id: "t", client_secret: "s" };
	for (const type of ["pos", "dsp"] as const) {
		await world.town.hub.accounts.registerProvider({
			...{ type, slug: `other-${type}`, name: "Another", base_url: "http://127.0.0.1:9", auth: "oauth" },
			...{ client_id, client_secret, webhook_secrets: ["other-secret"] },
		});
	}
	before = await readLedger(world.town);
});
afterAll(() => world.town.close());

const hint = JSON.stringify({ type: "location.catalog.updated", object: { location_id: "4410" } });
const post = (path: string, raw: string, signature: string) =>
	world.call("POST", path, { raw, headers: { "stream-webhook-signature": signature } });
const signed = (path: string, secret: string, raw: string) => post(path, raw, sign(secret, raw));

describe("a POS or DSP does not sign as it should", () => {
	const doors: [what: string, path: string, secret: string, raw: () => string][] = [
		["the POS's webhook", "/pos/sim-pos/webhook", SECRETS.pos, () => hint],
		["the DSP's orders", "/order/sim-dsp", SECRETS.dsp, () => JSON.stringify(world.goodOrder())],
	];
	const mismatch = on(401, "signature_mismatch", "stream-webhook-signature");

	// covers: B.0 signature, E.11 refused
	test.each(doors)("%s: without a signature, with a wrong one, another's, or two", async (_, path, secret, bytes) => {
		const raw = bytes();
		const good = sign(secret, raw);
		const unsigned = await world.call("POST", path, { raw });
		expectProblem(unsigned, on(401, "signature_missing", "stream-webhook-signature"), "none");
		const one_bit_off = good.replace(/.$/, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16));
		const others = [SECRETS.pos, SECRETS.dsp, "other-secret"].filter((one) => one !== secret);
		const wrong = [one_bit_off, good.slice(2), `${good}00`, "x", ...others.map((other) => sign(other, raw))];
		for (const signature of wrong) expectProblem(await post(path, raw, signature), mismatch, signature);
		const headers = { "content-type": "application/json", "stream-webhook-signature": [good, good] };
		expectProblem(
			await sendBare("POST", world.town.hub.url + path, headers, raw),
			on(401, "signature_mismatch"),
			"two",
		);
	});

	// covers: F-26, E.11 refused
	test.each(doors)("%s: the likely mistake is named, and never a secret", async (_, path, secret, bytes) => {
		const raw = bytes();
		const mistakes: [signature: string, said: RegExp][] = [
			[sign(secret, JSON.stringify(JSON.parse(raw), null, 2)), /same JSON written with two spaces of indentation/],
			[sign(secret, `${raw}\n`), /white space or a line end/],
			[sign(secret, ""), /empty body/],
			[secret, /the webhook secret itself/],
			[`sha256=${sign(secret, raw)}`, /without the prefix/],
			[sign(secret, raw).toUpperCase(), /lower case/],
		];
		for (const [signature, said] of mistakes) {
			const reply = await post(path, raw, signature);
			expectProblem(reply, mismatch, signature);
			expect(reply.body.detail).toMatch(said);
			for (const hidden of [secret, sign(secret, raw)]) expect(reply.text).not.toContain(hidden);
		}
	});

	// covers: E.11 raw
	test("a body that was written again on its way, as Python does it: the signature fits the sender's text only", async () => {
		const python = '{"type": "location.catalog.updated", "object": {"location_id": "4410"}}';
		const reply = await post("/pos/sim-pos/webhook", hint, sign(SECRETS.pos, python));
		expectProblem(reply, mismatch);
		expect(reply.body.detail).toMatch(/Python's default spacing/);
	});

	test("a sender that nobody registered, or of the other kind: 404, whatever it signs", async () => {
		const strangers: [path: string, secret: string][] = [
			["/pos/nobody/webhook", "x"],
			["/pos/sim-dsp/webhook", SECRETS.dsp],
			["/order/sim-pos", SECRETS.pos],
			["/order/nobody", "x"],
		];
		for (const [path, secret] of strangers) {
			expectProblem(await signed(path, secret, hint), on(404, "provider_not_found"), path);
		}
	});
});

describe("a DSP signs well and sends an order that cannot be right", () => {
	const order = (change: object) => {
		const submission = world.goodOrder();
		return { ...submission, order: { ...submission.order, ...change } };
	};
	const item = (change: object) => order({ items: [{ ...world.goodOrder().order.items[0], ...change }] });
	const refusals: [what: string, body: () => object, Expected][] = [
		["no store", () => ({ ...world.goodOrder(), location_id: undefined }), on(400, "invalid_field", "/location_id")],
		["neither order nor id", () => ({ location_id: "dd-9001" }), on(400, "invalid_field")],
		["no id", () => order({ id: undefined }), on(400, "invalid_field", "/order/id")],
		["no items", () => order({ items: undefined }), on(400, "invalid_field", "/order/items")],
		["no customer", () => order({ customers: [] }), on(400, "invalid_field", "/order/customers")],
		["a subtotal in words", () => order({ subtotal: "much" }), on(400, "invalid_field", "/order/subtotal")],
		["a price in words", () => item({ price: "11.50" }), on(400, "invalid_field", "/order/items/0/price")],
		["no quantity", () => item({ quantity: null }), on(400, "invalid_field", "/order/items/0/quantity")],
		["a store that nobody has", () => ({ ...world.goodOrder(), location_id: "dd-0" }), nowhere()],
		["a cancellation at such a store", () => ({ location_id: "dd-0", order_id: "x" }), nowhere()],
	];
	test.each(refusals)("%s: refused with the field that is at fault", async (what, body, expected) => {
		expectProblem(await signed("/order/sim-dsp", SECRETS.dsp, JSON.stringify(body())), expected, what);
	});

	// covers: C.1 order
	test("no name in the path: there is no such door", async () => {
		for (const path of ["/order", "/order/"]) {
			const reply = await signed(path, SECRETS.dsp, JSON.stringify(world.goodOrder()));
			expectProblem(reply, on(404, "route_not_found"), path);
		}
	});

	test("a store of another DSP: it has none of that name", async () => {
		for (const body of [world.goodOrder(), { location_id: "dd-9001", order_id: "x" }]) {
			expectProblem(await signed("/order/other-dsp", "other-secret", JSON.stringify(body)), nowhere());
		}
	});
});

describe("a POS signs well and sends a webhook that cannot be right", () => {
	const stock = { location_id: "4410", object_id: "soup", object_type: "item", object_update: { is_active: true } };
	const status = { location_id: "4410", status: "inactive" };
	const refusals: [what: string, body: object, param: string][] = [
		["no type", {}, "/type"],
		["no object", { type: "location.catalog.updated" }, "/object"],
		["no location", { type: "location.catalog.updated", object: {} }, "/object/location_id"],
		["a number for a location", about("location.status.updated", status, { location_id: 4410 }), "/object/location_id"],
		["a date for a time", about("location.status.updated", status, { paused_until: "soon" }), "/object/paused_until"],
		["no object id", about("location.catalog.object.updated", stock, { object_id: null }), "/object/object_id"],
		[
			"a word for a switch",
			about("location.catalog.object.updated", stock, { object_update: { is_active: "no" } }),
			"/object/object_update/is_active",
		],
		["no order id", about("order.status.updated", status, {}), "/object/provider_id"],
	];
	test.each(refusals)("%s: refused with the field that is at fault", async (what, body, param) => {
		const reply = await signed("/pos/sim-pos/webhook", SECRETS.pos, JSON.stringify(body));
		expectProblem(reply, on(400, "invalid_field", param), what);
	});
});

test("signed and broken, too deep, too large, or of another media type: refused like anybody's", async () => {
	const refusals: [raw: string, Expected][] = [
		["", on(400, "invalid_json")],
		['{"type":', on(400, "invalid_json")],
		['{"type":"a\\u0000"}', on(400, "invalid_json", "/type")],
		[`{"type":${"[".repeat(100)}`, on(400, "invalid_json")],
		["[]", on(400, "invalid_field")],
		[" ".repeat(300_000), on(413, "payload_too_large")],
	];
	for (const [path, secret] of [
		["/order/sim-dsp", SECRETS.dsp],
		["/pos/sim-pos/webhook", SECRETS.pos],
	] as const) {
		for (const [raw, expected] of refusals) {
			expectProblem(await signed(path, secret, raw), expected, `${path} ${raw.slice(0, 20)}`);
		}
		const headers = { "content-type": "text/plain", "stream-webhook-signature": sign(secret, "{}") };
		expectProblem(await world.call("POST", path, { raw: "{}", headers }), on(415, "unsupported_media_type"), path);
	}
});

test("a menu's address that nobody was given leads nowhere", async () => {
	for (const file of ["x.json", `${"a".repeat(43)}.json`, `${"a".repeat(43)}`, "..%2f..%2fetc%2fpasswd"]) {
		expectProblem(await world.call("GET", `/menus/${file}`), on(404, "menu_not_found"), file);
	}
});

test("after all that, not one row of any tenant has come, gone or changed, and nothing waits to be done", async () => {
	await untilQuiet(world.town);
	expect(await readLedger(world.town)).toEqual(before);
	expect(world.town.pos_line.to("POST /stream-pos/v1/orders")).toEqual([]);
	const due = "SELECT name FROM pgboss.job WHERE state < 'completed' AND start_after <= now()";
	expect(await world.town.look(due)).toEqual([]);
});

// covers: B.7 tenant, F.1.8
test("what a POS says of another POS's kitchen or order is heard, noted, and has no effect", async () => {
	const said = [
		about("location.catalog.updated", {}, { location_id: "4410" }),
		about("location.status.updated", {}, { location_id: "4410", status: "inactive" }),
		about("order.status.updated", {}, { location_id: "4410", provider_id: "any", status: "merchant_canceled" }),
	];
	for (const body of said) {
		const reply = await signed("/pos/other-pos/webhook", "other-secret", JSON.stringify(body));
		expect([reply.status, reply.body]).toEqual([
			200,
			{ received: true, effect: "none", note: "this location is not connected" },
		]);
	}
	await untilQuiet(world.town);
	const { inbox: now, ...rest } = await readLedger(world.town);
	const { inbox: then, ...same } = before;
	expect(rest).toEqual(same);
	expect((now?.rows ?? 0) - (then?.rows ?? 0)).toBe(said.length);
});

function about(type: string, object: object, change: object) {
	return { type, object: { ...object, ...change } };
}

function nowhere(): Expected {
	return on(404, "location_not_found", "/location_id");
}

function on(status: number, code: string, param?: string): Expected {
	return { status, code, ...(param === undefined ? {} : { param }) };
}
