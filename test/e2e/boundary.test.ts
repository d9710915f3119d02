import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { createLog } from "@ticketrail/hub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Counter, counterOf, jsonOf, orderOf, replyOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { CREDENTIALS, openForBusiness, openTown, SECRETS, type Town, untilQuiet } from "./town.ts";
import { until } from "./until.ts";
import { send, sendSigned } from "./wire.ts";

/** What a customer tells a restaurant and nobody else. */
const PERSON = {
	name: "Zebulon Quartz",
	email: "zq.canary@example.test",
	phone: "+12065550177",
	street: "77 Canary Row",
	note: "the key lies under the blue pot",
};

let town: Town;
let counter: Counter;
let onboarding: { org_id: string; pos: string; dsp: string };
const logged: string[] = [];
const destination = new Writable({ write: (line, _, done) => done(void logged.push(String(line))) });

beforeAll(async () => {
	town = await openTown({ log: createLog({ level: "debug", destination }) });
	counter = counterOf(town);
	const { org_id, pos, dsp } = await openForBusiness(town);
	onboarding = { org_id, pos: pos.onboarding_id, dsp: dsp.onboarding_id };
	await liveThroughTheDay();
});
afterAll(() => town.close());

test("no secret, no token and nothing that a customer said is in the hub's log, at its most talkative", () => {
	const log = logged.join("");
	expect(log.length).toBeGreaterThan(5_000);
	expect(Object.keys(secrets()).length).toBeGreaterThan(10);
	expect(foundIn(log, { ...secrets(), ...PERSON })).toEqual([]);
});

test("no secret and no token can be read in the database, in any column of any table", async () => {
	expect(await columnsWith(secrets())).toEqual([]);
});

test("what a customer said is kept with the order, as evidence, and nowhere else", async () => {
	const columns = new Set((await columnsWith(PERSON)).map((found) => found.split(": ")[0]));
	expect([...columns].sort()).toEqual(["delivery.body", "orders.body"]);
});

test("no secret and no token lies in the data directory, and the key to them is for its owner only", () => {
	const files = filesBelow(town.data_dir);
	const key_file = files.find((file) => file.endsWith("master.key"));
	expect(statSync(key_file ?? "").mode & 0o777).toBe(0o600);
	const key = readFileSync(key_file ?? "", "utf8").trim();
	expect(files.length).toBeGreaterThan(500);
	const found = files
		.filter((file) => file !== key_file)
		.flatMap((file) => foundIn(readFileSync(file), { ...secrets(), key }).map((name) => `${file}: ${name}`));
	expect(found).toEqual([]);
	const talk = files.filter((file) => file.endsWith(".log")).map((file) => readFileSync(file, "utf8"));
	expect(foundIn(talk.join(""), PERSON)).toEqual([]);
});

test("a system at a private address is not called, however the address is written, unless the operator allowed it", async () => {
	const canary = await openCanary();
	const { port } = canary;
	await town.restartHub({ TICKETRAIL_EGRESS_ALLOW: "" });
	try {
		const hosts = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"];
		for (const [index, host] of hosts.entries()) {
			const slug = `private-${index}`;
			const { client_id, client_secret } = CREDENTIALS;
			const address = { base_url: `http://${host}:${port}`, client_id, client_secret, webhook_secrets: ["w"] };
			await town.hub.accounts.registerProvider({ type: "pos", slug, name: slug, auth: "manual", ...address });
			const started = { org_id: onboarding.org_id, source: slug, type: "pos" };
			const { onboarding: begun } = await town.api.call<{ onboarding: { _id: string } }>(
				...(["POST", "/onboarding/integrations", started] as const),
			);
			const token = await partnerToken();
			const url = `${town.hub.url}/onboarding/integrations/${begun._id}`;
			const reply = await send("PUT", url, { token, json: { code: "x" } });
			expect([host, reply.status, reply.body.code]).toEqual([host, 502, "provider_unreachable"]);
		}
		expect(canary.connections).toBe(0);
	} finally {
		canary.server.close();
	}
});

test("systems that were in use are not called either, once the operator allows it no longer: by no call of any kind", async () => {
	const [pos_calls, dsp_calls] = [town.pos_line.exchanges.length, town.dsp_line.exchanges.length];
	const token = await partnerToken();
	const ask = async (method: string, at: string, json?: unknown) =>
		(await send(method, town.hub.url + at, { token, ...(json === undefined ? {} : { json }) })).body.code;
	for (const id of [onboarding.pos, onboarding.dsp]) {
		expect(await ask("GET", `/onboarding/locations?onboarding_id=${id}`)).toBe("provider_unreachable");
	}
	const chosen = { onboarding_id: onboarding.pos, locations: [{ provider_id: "4410" }] };
	expect(await ask("POST", "/onboarding/locations/ingest", chosen)).toBe("provider_unreachable");
	await counter.tell("location.catalog.updated", { location_id: "4410" });
	await counter.tell("location.status.updated", { location_id: "4411", status: "inactive" });
	const order = orderOf([orderLine(town.dsp.menus.get("dd-9001"), "Cola")]);
	await town.dsp.placeOrder({ location_id: "dd-9001", order });
	const sql = `SELECT DISTINCT delivery.type FROM attempt JOIN delivery USING (org_id, delivery_id)
		WHERE attempt.stage = 'never_sent'`;
	await until("an order and a pause were tried", async () => {
		const types = (await town.look<{ type: string }>(sql)).map(({ type }) => type);
		return types.includes("order.created") && types.includes("location.pause");
	});
	expect([town.pos_line.exchanges.length, town.dsp_line.exchanges.length]).toEqual([pos_calls, dsp_calls]);
});

/** A day with everything that a log might be tempted to tell: orders, refusals, failures, mistakes of others. */
async function liveThroughTheDay(): Promise<void> {
	const { name, email, phone, street, note } = PERSON;
	const menu = town.dsp.menus.get("dd-9001");
	const order = (more = {}) =>
		orderOf([{ ...orderLine(menu, "Soup of the day"), special_instructions: note }], {
			customers: [{ id: "1", name, email, phone }],
			fulfillment_type: "merchant_managed_delivery",
			delivery_address: {
				address_line_1: street,
				city: "Springfield",
				state: "IL",
				postal_code: "62701",
				country: "US",
			},
			special_instructions: note,
			...more,
		});
	await counter.place(order());
	// a POS and a DSP that repeat in their answers what they were sent, token and all
	const bearer = town.pos_line.to("POST /stream-pos/v1/orders").at(-1)?.headers.authorization;
	const echo = { status: 400, message: `I do not like ${bearer}`, you_said: { authorization: bearer } };
	town.pos.faults.failNext("orders", { kind: "status", status: 500, body: echo });
	await counter.place(order());
	town.pos.faults.failNext("orders", { kind: "status", status: 422, body: echo });
	await counter.place(order());
	town.pos.faults.failNext("catalog", { kind: "status", status: 403, body: echo });
	await counter.tell("location.catalog.updated", { location_id: "4410" });
	town.pos.faults.failNext("locations", { kind: "status", status: 401 });
	const { refresh_token } = replyOf(town.pos_line.to("POST /stream-pos/v1/token").at(-1));
	const told = { message: `no ${refresh_token} from ${CREDENTIALS.client_secret}` };
	town.pos.faults.failNext("token", { kind: "status", status: 503, body: told });
	const token = await partnerToken();
	await send("GET", `${town.hub.url}/onboarding/locations?onboarding_id=${onboarding.pos}`, { token });
	town.dsp.failNextEvents(1);
	await counter.place(order());
	// mistakes of the callers
	const bytes = JSON.stringify({ type: "new_order", location_id: "dd-9001", order: order({ subtotal: "x" }) });
	const url = `${town.hub.url}/order/sim-dsp`;
	await sendSigned(url, SECRETS.dsp, bytes);
	await sendSigned(url, SECRETS.dsp, bytes.slice(0, -20));
	await send("POST", url, { raw: bytes, headers: { "stream-webhook-signature": SECRETS.dsp } });
	await send("POST", `${town.hub.url}/oauth/token`, { json: { ...town.partner, grant_type: name, scopes: [email] } });
	await send("GET", `${town.hub.url}/${encodeURIComponent(name)}?token=${token}`, { token });
	await untilQuiet(town);
}

async function partnerToken(): Promise<string> {
	const { client_id, client_secret } = town.partner;
	const grant = { grant_type: "client_credentials", client_id, client_secret };
	const reply = await send<{ access_token: string; refresh_token: string }>("POST", `${town.hub.url}/oauth/token`, {
		json: grant,
	});
	issued.push(reply.body.access_token, reply.body.refresh_token);
	return reply.body.access_token;
}

const issued: string[] = [];

/** Everything that must stay between two: what was agreed, what the hub gave out, and what was heard on the lines. */
function secrets(): Record<string, string> {
	const lines = [town.pos_line, town.dsp_line].flatMap(({ exchanges }) => exchanges);
	const tokens = lines.filter(({ path: to, status }) => to.endsWith("/token") && status < 300);
	const heard = tokens.flatMap((exchange) => [
		jsonOf(exchange).code,
		replyOf(exchange).access_token,
		replyOf(exchange).refresh_token,
	]);
	const all = [CREDENTIALS.client_secret, ...Object.values(SECRETS), town.partner.client_secret, ...issued, ...heard];
	return Object.fromEntries(all.filter((one) => typeof one === "string").map((one) => [`secret ${one}`, one]));
}

/** Names of the canaries that are in a text or in bytes, as they are or as hex. */
function foundIn(haystack: string | Buffer, canaries: Record<string, string>): string[] {
	return Object.entries(canaries).flatMap(([name, canary]) => {
		const hex = Buffer.from(canary).toString("hex");
		return haystack.includes(canary) || haystack.includes(hex) ? [name] : [];
	});
}

/** `table.column: canary` wherever one can be read. */
async function columnsWith(canaries: Record<string, string>): Promise<string[]> {
	const tables = await town.look<{ name: string }>(
		`SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
		WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'pgboss')`,
	);
	const found = new Set<string>();
	for (const { name } of tables) {
		for (const { row } of await town.look<{ row: Record<string, unknown> }>(
			`SELECT to_json(one) AS row FROM ${name} AS one`,
		)) {
			for (const [column, value] of Object.entries(row)) {
				const text = typeof value === "string" ? value : JSON.stringify(value);
				for (const canary of foundIn(text, canaries)) found.add(`${name.replace("public.", "")}.${column}: ${canary}`);
			}
		}
	}
	return [...found];
}

function filesBelow(folder: string): string[] {
	const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** A listener that nobody may ever reach. */
async function openCanary(): Promise<{ port: number; readonly connections: number; server: Server }> {
	let connections = 0;
	const server = createServer((socket) => {
		connections++;
		socket.destroy();
	});
	await new Promise<void>((ready) => server.listen(0, "::", ready));
	const { port } = server.address() as { port: number };
	return {
		port,
		server,
		get connections() {
			return connections;
		},
	};
}
