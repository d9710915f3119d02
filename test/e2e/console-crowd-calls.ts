import { randomUUID } from "node:crypto";
import type { Desk } from "./console-desk.ts";
import { SECRETS } from "./town.ts";
import { sendSigned } from "./wire.ts";

/** One request of the console, and how it went: times in ms, of the answer in bytes as it is before compression. */
export interface CallFigures {
	name: string;
	status: number;
	/** the middle one, and the longest, from the request's first byte to the answer's last */
	ms: number;
	ms_max: number;
	bytes: number;
	/** how long the hub's event loop was held at most */
	held_ms: number;
	/** processor time of the hub per request, all of its threads, with what ten orders a second take meanwhile */
	cpu_ms: number;
}

/** Every request that a screen of the console sends, for one organisation. */
export interface Call {
	name: string;
	path: string;
	method?: string;
	body?: unknown;
	headers?: Record<string, string>;
}

/** A session at the hub's console, by hand. */
export interface Session {
	call(call: Call): Promise<{ status: number; text: string; headers: Headers }>;
	figures(call: Call, rounds: number): Promise<CallFigures>;
}

/** Sign in as one of the staff. */
export async function openSession(desk: Desk): Promise<Session> {
	const { url } = desk.town.hub;
	const token = new URL(await desk.signInLink()).hash.slice("#token=".length);
	const headers = { "content-type": "application/json" };
	const entered = await fetch(`${url}/console/sign-in/link`, {
		method: "POST",
		headers,
		body: JSON.stringify({ token }),
	});
	const cookie = entered.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
	const { csrf_token } = (await entered.json()) as { csrf_token: string };
	const session: Session = {
		async call({ path, method = "GET", body, headers: more }) {
			const answer = await fetch(url + path, {
				method,
				headers: { cookie, "x-csrf-token": csrf_token, ...headers, ...more },
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
			return { status: answer.status, text: await answer.text(), headers: answer.headers };
		},
		async figures(call, rounds) {
			const times: number[] = [];
			let [status, bytes, held_ms, cpu_ms] = [0, 0, 0, 0];
			for (let round = 0; round < rounds; round++) {
				const before = await readMetrics(url);
				const started = performance.now();
				const answer = await session.call(call);
				times.push(performance.now() - started);
				const after = await readMetrics(url);
				held_ms = Math.max(held_ms, after.held_ms);
				cpu_ms += (after.cpu_ms - before.cpu_ms) / rounds;
				({ status } = answer);
				bytes = Buffer.byteLength(answer.text);
			}
			times.sort((a, b) => a - b);
			const [ms = 0, ms_max = 0] = [times[times.length >> 1], times.at(-1)];
			return { name: call.name, status, ms, ms_max, bytes, held_ms, cpu_ms };
		},
	};
	return session;
}

/** The longest hold of the hub's event loop since this was last asked (10 to 12 ms at rest), and its processor time so far. */
async function readMetrics(url: string): Promise<{ held_ms: number; cpu_ms: number }> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const read = (name: string) => 1000 * Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
	return { held_ms: read("nodejs_eventloop_lag_max_seconds"), cpu_ms: read("process_cpu_seconds_total") };
}

/** The requests of every screen, with the ids that they need. */
export async function callsOf(desk: Desk, org_id: string): Promise<Call[]> {
	const one = async (sql: string) => Object.values((await desk.town.look(sql))[0] ?? {}).map(String);
	const [location_id = "", link_id = "", integration_id = ""] = await one(
		"SELECT location_id, binding_id, integration_id FROM binding WHERE dsp_location_id = 'crowd-4321'",
	);
	const [order_id = ""] = await one("SELECT order_id FROM orders WHERE dsp_order_id = 'crowd-4321'");
	const [delivery_id = ""] = await one(`SELECT delivery_id FROM delivery WHERE order_id = '${order_id}'`);
	const org = `/console/orgs/${org_id}`;
	return [
		{ name: "session", path: "/console/session" },
		{ name: "orgs", path: "/console/orgs" },
		{ name: "orgs with problems", path: "/console/orgs?has_problems=true" },
		{ name: "org", path: org },
		{ name: "locations", path: `${org}/locations` },
		{ name: "locations, page of 200", path: `${org}/locations?limit=200` },
		{ name: "locations by text", path: `${org}/locations?q=store%2004321` },
		{ name: "locations with problems", path: `${org}/locations?status=problem` },
		{ name: "locations unlinked", path: `${org}/locations?status=unlinked` },
		{ name: "locations of a DSP", path: `${org}/locations?source=sim-dsp` },
		{ name: "location", path: `${org}/locations?location_id=${location_id}` },
		{ name: "unlinked stores", path: `${org}/unlinked-stores` },
		{ name: "audit", path: "/console/audit" },
		{ name: "audit of one org", path: `/console/audit?org_id=${org_id}` },
		{ name: "audit by nobody", path: "/console/audit?actor=nobody" },
		{ name: "integration", path: `${org}/integrations/${integration_id}` },
		{ name: "link", path: `${org}/links/${link_id}` },
		{ name: "orders", path: "/console/orders" },
		{ name: "orders of one org", path: `/console/orders?org_id=${org_id}` },
		{ name: "orders refused", path: "/console/orders?lane=refused" },
		{ name: "orders by text", path: "/console/orders?q=crowd-9321" },
		{ name: "orders by no text", path: "/console/orders?q=nowhere" },
		{ name: "order", path: `${org}/orders/${order_id}` },
		{ name: "order replayed", path: `${org}/orders/${order_id}/replay`, method: "POST" },
		{ name: "unroutable", path: "/console/unroutable" },
		{ name: "logs", path: "/console/logs" },
		{ name: "logs of one org", path: `/console/logs?org_id=${org_id}` },
		{ name: "logs with 4xx", path: "/console/logs?status=4xx" },
		{ name: "logs with 5xx", path: "/console/logs?status=5xx" },
		{ name: "logs by text", path: "/console/logs?q=locations" },
		{ name: "logs by no text", path: "/console/logs?q=nowhere" },
		{ name: "logs out", path: "/console/logs?direction=out" },
		{ name: "logs out by no text", path: "/console/logs?direction=out&q=nowhere" },
		{ name: "deliveries", path: "/console/deliveries" },
		{ name: "deliveries dead", path: "/console/deliveries?state=dead" },
		{ name: "delivery", path: `${org}/deliveries/${delivery_id}` },
		{ name: "webhooks", path: "/console/webhooks" },
		{ name: "menus", path: "/console/menus" },
		{ name: "menus drifted", path: "/console/menus?has_drifted=true" },
		{ name: "catalog", path: `${org}/locations/${location_id}/catalog` },
		{ name: "search", path: "/console/search?q=store%2004321" },
		{ name: "search for nothing", path: "/console/search?q=nowhere" },
		{ name: "system", path: "/console/system" },
		{ name: "settings", path: "/console/settings" },
	];
}

/** The requests of DSP Bind: the proposal, and a review of its first pairs. */
export async function bindCallsOf(desk: Desk, org_id: string, session: Session): Promise<Call[]> {
	const [row] = await desk.town.look("SELECT integration_id FROM integration WHERE type = 'dsp'");
	const path = `/console/orgs/${org_id}/integrations/${row?.integration_id}/bind`;
	const { headers } = await session.call({ name: "bind", path });
	const pairs = await desk.town.look(
		`SELECT s.provider_id AS dsp_provider_id, l.location_id, 'same' AS decision
		FROM dsp_store s JOIN location l ON l.org_id = s.org_id AND l.provider_id = s.provider_id WHERE s.provider_id LIKE 'crowd-%' LIMIT 100`,
	);
	const review = { method: "POST", body: { decisions: pairs }, headers: { "if-match": headers.get("etag") ?? "" } };
	return [
		{ name: "bind", path },
		{ name: "bind reviewed, 100 pairs", path: `${path}/review`, ...review },
	];
}

/** Ten orders a second until it is ended; then the slowest answer of all, ms, and how many there were. */
export async function keepOrdering(desk: Desk): Promise<() => Promise<{ count: number; slowest_ms: number }>> {
	const [row] = await desk.town.look<{ body: string }>(
		"SELECT body FROM orders WHERE dsp_order_id NOT LIKE 'crowd-%' LIMIT 1",
	);
	const sample = JSON.parse(row?.body ?? "{}") as { order: object };
	const answers: Promise<number>[] = [];
	const order = async () => {
		const id = randomUUID();
		const body = JSON.stringify({ ...sample, order: { ...sample.order, id, customer_facing_id: id.slice(0, 6) } });
		const started = performance.now();
		const { status, text } = await sendSigned(`${desk.town.hub.url}/order/sim-dsp`, SECRETS.dsp, body);
		if (status !== 200) throw new Error(`an order was answered ${status}: ${text}`);
		return performance.now() - started;
	};
	const timer = setInterval(() => answers.push(order()), 100);
	return async () => {
		clearInterval(timer);
		const times = await Promise.all(answers);
		return { count: times.length, slowest_ms: Math.max(0, ...times) };
	};
}
