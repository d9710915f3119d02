import type { DspEvent, PosCatalog, PosValidationLists } from "@ticketrail/contract";
import { sampleCatalog } from "@ticketrail/reference-pos";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestChain, startChainPos } from "./chain-pos.ts";
import { type Counter, counterOf, jsonOf, orderOf, replyOf } from "./counter.ts";
import { findItem, orderLine } from "./menu.ts";
import { openPartnerDesk, type PartnerDesk, signIn } from "./partner-desk.ts";
import { line } from "./seed.ts";
import type { Exchange } from "./tap.ts";
import { CREDENTIALS, LOGIN, openForBusiness, openTown, PATIENCE, type Town, untilQuiet } from "./town.ts";

/** The sample menu as a POS sends it that names its taxes, and one that has a single rate for everything (F-17). */
function catalogOf({ provider_id }: { provider_id: string }): PosCatalog {
	const catalog = { tax_rate: 7, ...sampleCatalog() };
	return provider_id === "4411" ? { ...catalog, tax: [] } : catalog;
}

let town: Town;
let desk: PartnerDesk;
let counter: Counter;

beforeAll(async () => {
	town = await openTown({ pos: { catalogOf } });
	desk = await openPartnerDesk();
	counter = counterOf(town);
});
afterAll(async () => {
	await desk.stop();
	await town.close();
});

// covers: B.5.1 new fields, B.5.2 modifiers, B.5.2 provider_id, B.7 answer, B.7 location.catalog.updated, F-9, B.3 all, E.2 out, E.3 location_id, B.4 arrays
test("the specification “Become a Stream POS” holds line by line, from the first sign-in to the last webhook", async () => {
	await authorizeEndpoint();
	await openForBusiness(town);
	await requestToken();
	await getLocations();
	await getCatalog();
	await getGlobalCatalog();
	await handleOrderEvents();
	await handleRefusals();
	await handleWebhooks();
	await handleRepeats();
});

const text = expect.stringMatching(/.+/);
const bearerOf = (exchange: Exchange | undefined) => exchange?.headers.authorization;

/** "Authorize Endpoint": what a POS finds in its address bar, whoever takes the browser back. */
async function authorizeEndpoint(): Promise<void> {
	const { org_id } = await town.api.call<{ org_id: string }>("POST", "/onboarding/org", {
		name: "Joe's",
		provider_id: "m",
	});
	const start = async (return_url?: string) =>
		await town.api.call<{ onboarding: { _id: string; entry_url: string } }>("POST", "/onboarding/integrations", {
			...{ org_id, source: "sim-pos", type: "pos" },
			...(return_url === undefined ? {} : { return_url }),
		});
	await line("query Parameters: client_id, response_type “code”, redirect_uri", async () => {
		const { onboarding } = await start(desk.return_url);
		const url = new URL(onboarding.entry_url);
		expect(`${url.origin}${url.pathname}`).toBe(`${town.pos_line.url}/stream-pos/v1/authorize`);
		// no state, no scope: the contract has neither, and a POS would not bring them back
		expect(Object.fromEntries(url.searchParams)).toEqual({
			client_id: CREDENTIALS.client_id,
			response_type: "code",
			redirect_uri: desk.return_url,
		});
	});
	await line("the web form will redirect them back to us with their authorization code", async () => {
		const { onboarding } = await start();
		const begun = await fetch(onboarding.entry_url, { redirect: "manual" });
		const authorize = new URL(begun.headers.get("location") ?? "");
		expect(Object.fromEntries(authorize.searchParams)).toEqual({
			client_id: CREDENTIALS.client_id,
			response_type: "code",
			redirect_uri: `${town.hub.url}/oauth/callback/sim-pos`,
		});
		const cookie = begun.headers.getSetCookie().map((one) => one.split(";", 1)[0] ?? "");
		const landed = await signIn(authorize.href, LOGIN.pos, { cookie: cookie.join("; ") });
		expect([landed.status, await landed.text()]).toEqual([200, expect.stringContaining("The connection is made")]);
		const [row] = await town.look("SELECT status FROM integration WHERE integration_id = $1", [onboarding._id]);
		expect(row?.status).toBe("active");
	});
}

/** "Request Token (Stream –> POS)": both bodies, and every field of the answer put to use. */
async function requestToken(): Promise<void> {
	const asked = town.pos_line.to("POST /stream-pos/v1/token");
	const exchange = asked.at(-1);
	await line("Request Body schema: client_id, client_secret, code, grant_type, redirect_uri", () => {
		expect(exchange?.headers["content-type"]).toBe("application/json");
		expect(jsonOf(exchange)).toEqual({
			client_id: CREDENTIALS.client_id,
			client_secret: CREDENTIALS.client_secret,
			code: text,
			grant_type: "authorization_code",
			redirect_uri: expect.not.stringContaining("?"),
		});
		const codes = asked.map((one) => jsonOf(one).code);
		expect(new Set(codes).size).toBe(codes.length);
	});
	const reply = replyOf(exchange);
	await line(
		'"access_token", "refresh_token", "expire_time", "refresh_token_expire_time", "id", "sso_details"',
		async () => {
			expect(exchange?.status).toBe(201);
			expect(Object.keys(reply).sort()).toEqual(
				["access_token", "expire_time", "id", "refresh_token", "refresh_token_expire_time", "sso_details"].sort(),
			);
			const rows = await town.look("SELECT token_expires_at, account_id FROM integration WHERE type = 'pos'");
			expect(rows).toContainEqual({ token_expires_at: reply.expire_time, account_id: reply.id });
		},
	);
	await line("One of: … grant_type refresh_token", async () => {
		// the POS takes the token back: the hub asks for another one, once, and goes on
		town.pos.faults.failNext("locations", { kind: "status", status: 401 });
		const before = asked.length;
		await town.api.call("GET", `/onboarding/locations?onboarding_id=${await posOnboarding()}`);
		const refreshes = town.pos_line.to("POST /stream-pos/v1/token").slice(before);
		expect(refreshes.map(jsonOf)).toEqual([
			{
				client_id: CREDENTIALS.client_id,
				client_secret: CREDENTIALS.client_secret,
				grant_type: "refresh_token",
				refresh_token: reply.refresh_token,
			},
		]);
		const fresh = replyOf(refreshes[0]).access_token;
		expect(fresh).not.toBe(reply.access_token);
		expect(bearerOf(town.pos_line.to("GET /stream-pos/v1/locations").at(-1))).toBe(`Bearer ${fresh}`);
	});
}

/** "Get Locations": "all locations attached to the OAuth token". */
async function getLocations(): Promise<void> {
	await line("Authorization required: Bearer <TOKEN>", () => {
		const asked = town.pos_line.to("GET /stream-pos/v1/locations");
		expect(asked.length).toBeGreaterThan(0);
		for (const exchange of asked) expect(bearerOf(exchange)).toMatch(/^Bearer [\x21-\x7e]+$/);
	});
	await line('"locations": [ ]', async () => {
		const { locations } = await town.api.call<{ locations: unknown[] }>(
			...(["GET", `/onboarding/locations?onboarding_id=${await posOnboarding()}`] as const),
		);
		expect(locations).toHaveLength(town.pos.state.kitchens.size);
	});
}

/** "Get Catalog": the headers, and what each of the eight root keys becomes at the DSP. */
async function getCatalog(): Promise<void> {
	const asked = town.pos_line.to("GET /stream-pos/v1/catalog");
	await line("X-Provider-Merchant-Id … Only for Global Catalog; X-Provider-Location-Id", () => {
		const scopes = asked.map(({ raw_headers }) => raw_headers.filter((name) => /^x-provider-/i.test(name)));
		expect(new Set(scopes.flat())).toEqual(new Set(["x-provider-location-id"]));
		expect(scopes.every((names) => names.length === 1)).toBe(true);
		expect(asked.map(({ headers }) => headers["x-provider-location-id"]).sort()).toEqual(["4410", "4411", "4412"]);
		for (const exchange of asked) expect(bearerOf(exchange)).toMatch(/^Bearer ./);
	});
	await line('"tax_rate", "category", "item_family", "item", "modifier_group", "modifier", "menu", "tax"', () => {
		const sent = replyOf(asked[0]);
		const keys = ["category", "item", "item_family", "menu", "modifier", "modifier_group", "tax", "tax_rate"];
		expect(Object.keys(sent).sort()).toEqual(keys);
		const menu = town.dsp.menus.get("dd-9001");
		expect(menu?.menus.map(({ name }) => name)).toEqual(["All day", "Lunch"]);
		expect(menu?.menus[0]?.categories.map(({ name }) => name)).toEqual(
			sent.category.map(({ name }: { name: string }) => name),
		);
		const margherita = findItem(menu, "Margherita");
		expect(margherita.variations.map(({ name, price, currency }) => [name, price, currency])).toEqual([
			["12 inch", 1150, "usd"],
			["16 inch", 1700, "usd"],
		]);
		expect(margherita.modifier_groups.map(({ name }) => name)).toEqual(["Crust", "Extra toppings", "Make it a combo"]);
		expect(margherita.modifier_groups[0]?.modifiers.map(({ name }) => name)).toContain("Gluten-free");
		expect(menu?.taxes.map(({ name, rate }) => [name, rate])).toEqual([
			["Sales tax", 8.5],
			["Alcohol", 10.25],
		]);
	});
	await line('"tax_rate": 0 (one rate for everything, where the POS names no tax)', () => {
		const taxes = town.dsp.menus.get("dd-9002")?.taxes;
		expect(taxes).toEqual([{ stream_id: text, name: text, rate: 7, is_default: true, is_inclusive: false }]);
	});
}

/** "X-Provider-Merchant-Id … Only for Global Catalog": a POS that has one catalog for all kitchens. */
async function getGlobalCatalog(): Promise<void> {
	const chain = await startChainPos("chain-771");
	try {
		const ingested = await ingestChain(town, chain, ["north", "south"]);
		expect(ingested).toEqual(
			["north", "south"].map((provider_id) =>
				expect.objectContaining({ provider_id, catalog_version: 1, warnings: [] }),
			),
		);
		await line("The ID of the provider integration for the requested catalog. Only for Global Catalog", () => {
			expect(chain.catalog_headers.length).toBeGreaterThan(0);
			for (const headers of chain.catalog_headers) {
				const scope = Object.entries(headers).filter(([name]) => name.startsWith("x-provider-"));
				expect(scope).toEqual([["x-provider-merchant-id", "chain-771"]]);
				expect(headers.authorization).toBe("Bearer chain-access");
			}
		});
	} finally {
		await chain.stop();
	}
}

/** "Handle Order Event": created and canceled, with everything that new and old POS code reads. */
async function handleOrderEvents(): Promise<void> {
	const menu = town.dsp.menus.get("dd-9001");
	const margherita = orderLine(menu, "Margherita", {
		size: "12 inch",
		quantity: 2,
		choose: {
			Crust: { Thin: {} },
			"Make it a combo": { "Add a drink": { "Combo drink": { "House lemonade": { Ice: { "No ice": {} } } } } },
		},
	});
	const soup = { ...orderLine(menu, "Soup of the day"), special_instructions: "hot, please" };
	const order = orderOf([margherita, soup], { special_instructions: "ring twice", store_tip: 150, tax_withheld: 12 });
	const verdict = await counter.place(order);
	const sent = counter.posEvents().at(-1);

	await line('"type": "order.created", "object": NewOrderEventData', () => {
		const modifier = (provider_id: string, name: string, price_amount: number, modifiers: unknown[] = []) => ({
			...{ provider_id, name, quantity: 1, price_amount, price_currency: "USD" },
			modifiers,
		});
		expect(jsonOf(sent)).toEqual({
			type: "order.created",
			object: {
				idempotency_key: text,
				location_id: "4410",
				source: "sim-dsp",
				brand: "sim-dsp",
				dsp_order_id: order.id,
				dsp_order_number: order.customer_facing_id,
				source_order_id: order.id,
				fulfillment_type: "pickup",
				placed_at: expect.any(Number),
				is_future_order: false,
				customers: [{ id: "1", name: "Ana Lopez", phone: "+12065550100", email: "ana@example.test" }],
				customer_name: "Ana Lopez",
				customer_phone: "+12065550100",
				line_items: [
					{
						...{ provider_id: "pizza-margherita-12", name: "Margherita", quantity: 2 },
						...{ price_amount: 1150, price_currency: "USD" },
						modifiers: [
							modifier("crust-thin", "Thin", 0),
							modifier("combo", "Add a drink", 300, [
								modifier("combo-lemonade", "House lemonade", 50, [modifier("ice-none", "No ice", 0)]),
							]),
						],
					},
					{
						// a family without items is sold as itself
						...{ provider_id: "soup", name: "Soup of the day", quantity: 1 },
						...{ price_amount: 650, price_currency: "USD", modifiers: [], special_instructions: "hot, please" },
					},
				],
				subtotal: 2 * (1150 + 300 + 50) + 650,
				tax: order.tax,
				tax_withheld_by_dsp: 12,
				discounts: [],
				special_instructions: "ring twice",
				should_include_utensils: true,
				store_tip: 150,
			},
		});
		expect(Math.abs(jsonOf(sent).object.placed_at - Date.now())).toBeLessThan(60_000);
	});
	await line("Authorization: The OAuth Bearer token for the merchant", () => {
		expect(bearerOf(sent)).toMatch(/^Bearer ./);
	});
	await line('"order": { } (Response samples)', () => {
		const { order: answered } = replyOf(sent);
		expect(answered).toEqual({ provider_id: text, prep_time_minutes: 15 });
		expect(verdict).toEqual({
			type: "location.order.accept",
			location_id: "dd-9001",
			order_id: order.id,
			estimated_ready_at_ms: expect.any(Number),
		});
		const ready_in = ((verdict as { estimated_ready_at_ms: number }).estimated_ready_at_ms - Date.now()) / 60_000;
		expect(ready_in).toBeGreaterThan(14);
		expect(ready_in).toBeLessThanOrEqual(15);
	});
	await line("notify your system with order updates: order.canceled", async () => {
		const provider_id = replyOf(sent).order.provider_id;
		const cancel = { type: "cancel_order", location_id: "dd-9001", order_id: order.id } as const;
		expect(await town.dsp.send({ ...cancel, cancel_reason: "customer_changed_mind" })).toMatchObject({ kind: "taken" });
		await expect.poll(() => town.pos.state.tickets.get(provider_id)?.status, PATIENCE).toBe("dsp_canceled");
		expect(jsonOf(counter.posEvents().at(-1))).toEqual({
			type: "order.canceled",
			object: { provider_id, order_id: provider_id, location_id: "4410" },
		});
	});
}

/** `posValidation` in every shape, and what the DSP hears of it, in its own ids. */
async function handleRefusals(): Promise<void> {
	const menu = town.dsp.menus.get("dd-9001");
	const pizza = orderLine(menu, "Funghi", { size: "16 inch", choose: { Crust: { Classic: {} } } });
	const crust = pizza.modifiers[0]?.id ?? "";
	const general = (order_error: string): PosValidationLists => ({
		orderValidation: [{ order_error, order_error_reason: "says the kitchen" }],
	});
	const refusals: [PosValidationLists, string, string[]][] = [
		[
			{ stockValidation: [{ type: "item", provider_id: "pizza-funghi-16", quantity: 0 }] },
			"items_unavailable",
			[pizza.id],
		],
		[
			{ stockValidation: [{ type: "modifier", provider_id: "crust-classic", quantity: 0 }] },
			"items_unavailable",
			[crust],
		],
		[{ orderTotalsValidation: [{ posTotal: 2000, streamTotal: 1850 }] }, "order_validation_error", []],
		[general("invalid_cart"), "order_validation_error", []],
		[general("store_unavailable"), "restaurant_not_accepting_orders", []],
		[general("pos_offline"), "restaurant_not_accepting_orders", []],
		[general("other"), "unknown", []],
		[general("a_word_from_next_year"), "unknown", []],
	];
	for (const [posValidation, failure_reason, invalid_item_ids] of refusals) {
		await line(`posValidation ${JSON.stringify(posValidation)}`, async () => {
			town.pos.faults.refuseNext(posValidation);
			const order = orderOf([pizza]);
			expect(await counter.place(order)).toEqual({
				...{ type: "location.order.fail", location_id: "dd-9001", order_id: order.id },
				failure_reason,
				failure_details: { invalid_item_ids, error_message: text },
			});
			expect(counter.posEvents().at(-1)?.status).toBe(400);
		});
	}
}

/** "Handle Webhook Event (POS -> Stream via Webhook Secret)": each type and what it does. */
async function handleWebhooks(): Promise<void> {
	const menu = town.dsp.menus.get("dd-9001");
	await line('"type": "location.catalog.updated"', async () => {
		await counter.tell("location.catalog.updated", { location_id: "4410" });
		const before = counter.dspEvents("location.publish").length;
		await untilQuiet(town);
		expect(counter.dspEvents("location.publish").length, "an unchanged catalog publishes nothing").toBe(before);
		counter.familyAt("4410", "caprese").price_amount = 995;
		await counter.tell("location.catalog.updated", { location_id: "4410" });
		const price = () => findItem(town.dsp.menus.get("dd-9001"), "Caprese").variations[0]?.price;
		await expect.poll(price, PATIENCE).toBe(995);
	});
	const stock = async (object_type: string, object_id: string, is_active: boolean) => {
		const seen = counter.dspEvents("location.update").length;
		await counter.tell("location.catalog.object.updated", {
			...{ location_id: "4410", object_id, object_type },
			object_update: { is_active },
		});
		await expect.poll(() => counter.dspEvents("location.update").length, PATIENCE).toBe(seen + 1);
		return counter.dspEvents("location.update").at(-1);
	};
	await line("location.catalog.object.updated (item_family without items)", async () => {
		const { stream_id, variations } = findItem(menu, "Soup of the day");
		expect(await stock("item_family", "soup", false)).toEqual({
			type: "location.update",
			location_id: "dd-9001",
			object_updates: {
				items: [{ stream_id, is_active: false }],
				variations: [{ stream_id: variations[0]?.stream_id, is_active: false }],
				modifiers: [],
			},
		});
		const order = orderOf([orderLine(menu, "Soup of the day")]);
		const asked = counter.posEvents().length;
		expect(await counter.place(order)).toMatchObject({
			failure_reason: "items_unavailable",
			failure_details: { invalid_item_ids: [variations[0]?.stream_id] },
		});
		expect(counter.posEvents(), "the hub knows by itself").toHaveLength(asked);
		await stock("item_family", "soup", true);
		expect(await counter.place(orderOf(order.items))).toMatchObject({ type: "location.order.accept" });
	});
	await line("location.catalog.object.updated (item, modifier)", async () => {
		const margherita = findItem(menu, "Margherita");
		const olives = margherita.modifier_groups[1]?.modifiers.find(({ name }) => name === "Olives")?.stream_id;
		const of = (update: DspEvent | undefined) => (update as { object_updates: unknown }).object_updates;
		expect(of(await stock("item", "pizza-margherita-16", false))).toMatchObject({
			...{
				items: [],
				modifiers: [],
				variations: [{ stream_id: margherita.variations[1]?.stream_id, is_active: false }],
			},
		});
		expect(of(await stock("modifier", "top-olives", false))).toMatchObject({
			...{ items: [], variations: [], modifiers: [{ stream_id: olives, is_active: false }] },
		});
	});
	await line("location.status.updated with an end", async () => {
		const store = town.dsp.stores.get("dd-9001");
		const paused_until = Date.now() + 3_600_000;
		await counter.tell("location.status.updated", { location_id: "4410", status: "inactive", paused_until });
		await expect.poll(() => store?.paused_until, PATIENCE).toBe(paused_until);
		expect(counter.dspEvents("location.pause").at(-1)).toEqual({
			...{ type: "location.pause", location_id: "dd-9001", until_ms: paused_until },
		});
		const asked = counter.posEvents().length;
		expect(await counter.place(orderOf([orderLine(menu, "Cola")]))).toMatchObject({
			failure_reason: "restaurant_not_accepting_orders",
		});
		expect(counter.posEvents()).toHaveLength(asked);
		await counter.tell("location.status.updated", { location_id: "4410", status: "active" });
		expect(await counter.place(orderOf([orderLine(menu, "Cola")]))).toMatchObject({ type: "location.order.accept" });
		// a DSP ends such a pause by itself
		expect(counter.dspEvents("location.resume")).toEqual([]);
	});
	await line("order.status.updated", async () => {
		const order = orderOf([orderLine(menu, "Cola")]);
		await counter.place(order);
		const provider_id = counter.ticketOf(order)?.provider_id;
		const heard = () =>
			counter
				.eventsAbout(order)
				.map((event) => ("order_status_update" in event ? event.order_status_update : event.type));
		for (const status of ["ready_for_pickup", "completed", "ready_for_pickup"]) {
			await counter.tell("order.status.updated", { location_id: "4410", provider_id, status });
		}
		await untilQuiet(town);
		expect(heard()).toEqual(["location.order.accept", "ready_for_pickup", "completed"]);

		const other = orderOf([orderLine(menu, "Cola")]);
		await counter.place(other);
		const object = {
			location_id: "4410",
			provider_id: counter.ticketOf(other)?.provider_id,
			status: "merchant_canceled",
		};
		await counter.tell("order.status.updated", object);
		await expect
			.poll(() => counter.eventsAbout(other).at(-1), PATIENCE)
			.toEqual({
				...{ type: "location.order.cancel", location_id: "dd-9001", order_id: other.id },
			});
	});
	await line("a location, an object or a type that the hub does not know is taken all the same", async () => {
		await counter.tell("location.catalog.updated", { location_id: "9999" });
		await counter.tell("location.of.the.future", { location_id: "4410" });
		const unknown = {
			location_id: "4410",
			object_id: "no-such-dish",
			object_type: "item",
			object_update: { is_active: true },
		};
		await counter.tell("location.catalog.object.updated", unknown);
		await counter.tell("order.status.updated", {
			location_id: "4410",
			provider_id: "no-such-ticket",
			status: "completed",
		});
	});
}

/** A POS says the same bytes for different changes: each is acted on, none is taken for an echo. */
async function handleRepeats(): Promise<void> {
	const store = town.dsp.stores.get("dd-9001");
	await line("inactive, active, inactive again, byte for byte", async () => {
		const [off, on] = ["inactive", "active"].map((status) =>
			JSON.stringify({ type: "location.status.updated", object: { location_id: "4410", status } }),
		);
		const before = counter.dspEvents("location.pause").length;
		for (const [bytes = "", paused_until] of [
			[off, Infinity],
			[on, 0],
			[off, Infinity],
			[on, 0],
		] as const) {
			await counter.post(bytes);
			await expect.poll(() => store?.paused_until, PATIENCE).toBe(paused_until);
		}
		expect(counter.dspEvents("location.pause").length - before).toBe(2);
		expect(counter.dspEvents("location.resume")).toHaveLength(2);
	});
	await line("location.catalog.updated, byte for byte, for two changes", async () => {
		const bytes = JSON.stringify({ type: "location.catalog.updated", object: { location_id: "4410" } });
		for (const price of [905, 915]) {
			counter.familyAt("4410", "caprese").price_amount = price;
			await counter.post(bytes);
			const shown = () => findItem(town.dsp.menus.get("dd-9001"), "Caprese").variations[0]?.price;
			await expect.poll(shown, PATIENCE).toBe(price);
		}
	});
}

async function posOnboarding(): Promise<string> {
	const [row] = await town.look("SELECT integration_id FROM integration WHERE type = 'pos' ORDER BY created_at DESC");
	return String(row?.integration_id);
}
