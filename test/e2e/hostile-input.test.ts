import { Writable } from "node:stream";
import { examples } from "@ticketrail/contract";
import { createLog } from "@ticketrail/hub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOSTILE_TEXTS, hostileBodies, randomFrom } from "./hostile.ts";
import { faultsOf } from "./problem.ts";
import { openTwoTenants, type TwoTenants } from "./tenants.ts";
import { RETURN_URL, SECRETS, untilQuiet } from "./town.ts";
import { until } from "./until.ts";
import { type Reply, send, sign } from "./wire.ts";

let world: TwoTenants;
const logged: string[] = [];
const destination = new Writable({ write: (line, _, done) => done(void logged.push(String(line))) });

beforeAll(async () => {
	world = await openTwoTenants({ log: createLog({ level: "info", destination }) });
});
afterAll(() => world.town.close());

/** Pages for browsers say what is wrong on a page. */
const PAGES = ["/oauth/start/{onboarding_id}", "/oauth/callback/{provider_slug}", " /account"];

/** A body that each endpoint would take, but for ids that lead somewhere. */
function goodBodies(): Record<string, () => unknown> {
	const { ana, ben, goodOrder } = world;
	const { client_id, client_secret } = ana.credentials;
	const pair = { pos_location_id: "4410", dsp_provider_id: "dd-9002", dsp_store_name: "Mission" };
	return {
		"POST /oauth/token": () => ({ ...examples.token_request, client_id, client_secret, exp: Date.now() / 1000 + 60 }),
		"POST /oauth/revoke": () => ({ client_id, client_secret, token: "no-such-token", token_type_hint: "x" }),
		"POST /onboarding/org": () => examples.create_org_request,
		"POST /onboarding/integrations": () => ({
			org_id: ben.org_id,
			source: "sim-pos",
			type: "pos",
			return_url: RETURN_URL,
		}),
		"PUT /onboarding/integrations/{onboarding_id}": () => examples.complete_integration_request,
		"POST /onboarding/locations/ingest": () => ({ onboarding_id: ben.pos, locations: [{ provider_id: "4410" }] }),
		"POST /onboarding/locations/bind": () => ({ onboarding_id: ben.dsp, locations: [pair], dry_run: true }),
		"POST /order/{provider_slug}": () => {
			const { order, ...rest } = goodOrder();
			const [customer] = order.customers;
			return {
				...rest,
				order: { ...order, customer, discounts: [{ id: "d", amount: 5 }], estimated_ready_at_ms: 1e12 },
			};
		},
		"POST /pos/{provider_slug}/webhook": () => {
			const object = {
				location_id: "4410",
				object_id: "soup",
				object_type: "item",
				object_update: { is_active: true },
			};
			return { type: "location.catalog.object.updated", object: { ...object, provider_id: "t", status: "active" } };
		},
	};
}

test("whatever is sent to any endpoint, the hub refuses it politely or takes it, and never breaks", async () => {
	const findings: unknown[] = [];
	let requests = 0;
	const note = (what: string, reply: Reply) => {
		requests++;
		const is_page = PAGES.some((page) => what.includes(page)) && /html/.test(reply.headers.get("content-type") ?? "");
		const faults = reply.status < 400 || is_page ? [] : faultsOf(reply);
		if (reply.status >= 500 || faults.length > 0)
			findings.push({ what, status: reply.status, faults, text: reply.text });
	};
	const operations = (await world.routes()).flatMap(([path, methods]) =>
		methods.map((method) => [method, path] as const),
	);
	expect(operations.length).toBeGreaterThan(15);
	const random = randomFrom(20);
	await Promise.all(
		operations.map(async ([method, path]) => {
			for (const [what, ask] of hostileRequests(method, path, random)) note(`${method} ${path} ${what}`, await ask());
		}),
	);
	expect(findings).toEqual([]);
	expect(requests).toBeGreaterThan(2_000);
	expect(Object.keys(Object.prototype)).toEqual([]);
});

test("the orders among it that were taken get their verdicts like any other, and no job is stuck on one", async () => {
	const taken = await world.town.look<{ dsp_order_id: string; state: string }>(
		"SELECT dsp_order_id, state FROM orders WHERE state <> 'dsp_canceled'",
	);
	expect(taken.length).toBeGreaterThan(10);
	const { verdicts } = world.town.dsp;
	await until("every order has its verdict", () => taken.every(({ dsp_order_id }) => verdicts.has(dsp_order_id)));
	await untilQuiet(world.town);
	const failed = logged.filter((line) => /"event":"(worker\.job_failed|http\.failed|queue\.error)"/.test(line));
	expect(failed).toEqual([]);
	expect((await send("GET", `${world.town.hub.url}/readyz`)).status).toBe(200);
});

type Ask = [what: string, ask: () => Promise<Reply>];

function* hostileRequests(method: string, path: string, random: () => number): Generator<Ask> {
	const { ana, ben } = world;
	const token = /locations\/|integrations$/.test(path) ? ben.token : ana.token;
	const slug = path.startsWith("/pos/") ? "sim-pos" : "sim-dsp";
	const fill = (text: string) => path.replaceAll(/\{\w+\}/g, text);
	const good_path = fill(path.includes("provider_slug") ? slug : path.includes("org_id") ? ana.org_id : ana.pos);
	// a merchant's connection must outlive this test
	const is_safe = method !== "DELETE";
	const ask = (at: string, sending: object = {}) => world.call(method, at, { token, ...sending });

	for (const text of HOSTILE_TEXTS) {
		const shown = JSON.stringify(text.slice(0, 40));
		const encoded = encodeURIComponent(text.toWellFormed());
		if (path.includes("{"))
			yield [`path ${shown}`, () => ask(fill(encoded === "." || encoded === ".." ? "%2e" : encoded))];
		if (is_safe)
			yield [`query ${shown}`, () => ask(`${good_path}?onboarding_id=${encoded}&code=${encoded}&${encoded}=1`)];
		if (is_safe && isHeader(text)) yield [`header ${shown}`, () => ask(good_path, { headers: hostileHeaders(text) })];
	}
	const good = goodBodies()[`${method} ${path}`];
	if (good === undefined) return;
	for (const body of hostileBodies(good(), random, path.includes("provider_slug") ? 400 : 130)) {
		const raw = fresh(body);
		const secret = path.startsWith("/pos/") ? SECRETS.pos : SECRETS.dsp;
		const headers = { "stream-webhook-signature": sign(secret, raw) };
		yield [`body ${raw.toString().slice(0, 3_000)}`, () => ask(good_path, { raw, headers })];
	}
}

let copies = 0;

/** Each order of its own, so that none is taken for a repeat of the one before. */
function fresh(body: string | Buffer): string | Buffer {
	return typeof body === "string" ? body.replace(/"id":"order-\d+"/, () => `"id":"hostile-${++copies}"`) : body;
}

function isHeader(text: string): boolean {
	return /^[\x20-\x7e]*$/.test(text);
}

function hostileHeaders(text: string): Record<string, string> {
	return { "x-forwarded-host": text, "if-none-match": text, cookie: `ticketrail_onboarding=${text}`, accept: text };
}
