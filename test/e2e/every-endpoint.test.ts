import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf } from "./problem.ts";
import { faultsIn, fitting, resolverOf, type Schema } from "./schema-faults.ts";
import { openTwoTenants, type TwoTenants } from "./tenants.ts";
import { environmentOf, RETURN_URL, SECRETS, untilQuiet } from "./town.ts";
import { until } from "./until.ts";
import { type Reply, sign } from "./wire.ts";

interface Document {
	paths: Record<string, Record<string, { security?: object[]; requestBody?: { content: Content } }>>;
	components: { schemas: Record<string, Schema> };
}
type Content = Record<string, { schema: Schema }>;
/** An endpoint that takes a document, as it is described. */
interface Taker {
	method: string;
	path: string;
	is_signed: boolean;
	schema: Schema;
	document: Document;
}

const FLEET_SECRET = "fleet-secret";
let world: TwoTenants;

beforeAll(async () => {
	world = await openTwoTenants({ scopes: ["onboarding", "sso", "user"] });
	const words = ["event-partner", "add", "--slug", "fleet", "--url", "http://127.0.0.1:9/", "--secret", FLEET_SECRET];
	const main = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));
	const env = { ...process.env, ...environmentOf(0, world.town.data_dir) };
	const { status, stderr } = spawnSync(process.execPath, [main, ...words], { env, encoding: "utf8" });
	if (status !== 0) throw new Error(stderr);
	await until("the hub knows the event partner", async () => {
		const reply = await world.call("POST", "/events/fleet/webhook", { raw: "{}" });
		return reply.body?.code === "signature_missing";
	});
});
afterAll(() => world.town.close());

/** The contract's own documents describe what comes signed: the hub reads it leniently, so it says nothing of its form. */
const contracts = ["pos", "dsp", "events"].map(
	(name) =>
		JSON.parse(
			readFileSync(new URL(`../../packages/contract/openapi/${name}.json`, import.meta.url), "utf8"),
		) as Document,
);
const plain = (path: string) => path.replaceAll(/\{\w+\}/g, "{}");

/** Every endpoint that takes a body, as the running hub describes it; what is not described is a finding of its own. */
async function takers(): Promise<{ takers: Taker[]; undescribed: string[] }> {
	const hub = (await world.call("GET", "/openapi.json")).body as unknown as Document;
	const found: Taker[] = [];
	const undescribed: string[] = [];
	for (const [path, operations] of Object.entries(hub.paths)) {
		for (const [name, operation] of Object.entries(operations)) {
			const method = name.toUpperCase();
			if (method === "GET" || method === "DELETE") continue;
			const is_signed = operation.security?.some((one) => "signature" in one) ?? false;
			const described = [hub, ...contracts].flatMap((document) =>
				Object.entries(document.paths)
					.filter(([other]) => plain(other) === plain(path))
					.flatMap(([, same]) => {
						const schema = same[name]?.requestBody?.content["application/json"]?.schema;
						if (schema === undefined) return [];
						const { anyOf, oneOf } = resolverOf(document.components.schemas)(schema);
						// each kind of message in its turn
						return [(anyOf ?? oneOf ?? [schema]).map((kind) => ({ method, path, is_signed, schema: kind, document }))];
					}),
			)[0];
			if (described === undefined) undescribed.push(`${method} ${path}`);
			else found.push(...described);
		}
	}
	return { takers: found, undescribed };
}

/** Values for fields that must mean something to get past the form, and to reach what is Ana's. */
function known(path: string): Record<string, unknown> {
	const { org_id, pos, dsp } = world.ana;
	return {
		...{ org_id, source: "sim-pos", onboarding_id: path.endsWith("bind") ? dsp : pos, dsp_provider_id: "dd-9001" },
		...{ pos_location_id: "4410", plan_hash: "0", order_id: "never-sent", scopes: ["onboarding"] },
		...{ email: "ana@example.test", return_url: RETURN_URL, exp: Math.ceil(Date.now() / 1000) + 60, date: "12-25" },
		...{ hours: ["09:00-14:30"], recurring_yearly: false, specific_years: [2030], name: "Joe's" },
		...{ grant_type: "client_credentials", ...world.ana.credentials, scope: "onboarding" },
		...{ kind: "widget", origin: new URL(RETURN_URL).origin },
		...{ provider_id: "4410", location_id: path.startsWith("/order") ? "dd-9001" : "4410" },
	};
}

/** Forms of browsers come without a schema: hostile-input.test.ts asks them. */
const FORMS = ["POST /account/profile", "POST /account/locations", "POST /account/sign-out"];

test("each field of each document that any endpoint takes may be missing, of another kind, endless or hostile: a clear 4xx or none, never a 5xx", async () => {
	const { takers: all, undescribed } = await takers();
	expect(undescribed.sort()).toEqual(FORMS.sort());
	expect(all.length).toBeGreaterThan(20);
	const findings: unknown[] = [];
	let sent = 0;
	const tryAll = async (taker: Taker) => {
		const { method, path, is_signed, schema, document } = taker;
		const resolve = resolverOf(document.components.schemas);
		const good = fitting(schema, resolve, known(path));
		const first = await ask(taker, JSON.stringify(good));
		// the document itself must get past the form, else its faults would prove nothing
		if (["invalid_field", "invalid_json", "invalid_request"].includes(String(first.body?.code)))
			findings.push({ path, what: "the good one", good, text: first.text });
		for (const fault of faultsIn(schema, resolve, good)) {
			const reply = await ask(taker, fault.raw);
			sent++;
			const faults = reply.status < 400 ? [] : faultsOf(reply);
			// a document of one of several kinds may be another kind's without the field
			const is_named = String(reply.body?.param ?? "").startsWith(fault.param) && reply.status === 400;
			const is_let_through = fault.is_wrong && !is_signed && !is_named;
			if (reply.status >= 500 || faults.length > 0 || is_let_through)
				findings.push({
					...{ endpoint: `${method} ${path}`, what: fault.what, param: fault.param, raw: fault.raw.slice(0, 300) },
					...{ status: reply.status, faults, text: reply.text.slice(0, 300) },
				});
		}
	};
	await Promise.all(all.map(tryAll));
	expect(findings).toEqual([]);
	expect(sent).toBeGreaterThan(500);
	await untilQuiet(world.town);
}, 300_000);

async function ask({ method, path, is_signed }: Taker, raw: string): Promise<Reply> {
	const slug = path.startsWith("/pos/") ? "sim-pos" : path.startsWith("/order/") ? "sim-dsp" : "fleet";
	const secret = { "sim-pos": SECRETS.pos, "sim-dsp": SECRETS.dsp, fleet: FLEET_SECRET }[slug];
	const ids = { org_id: world.ana.org_id, location_id: world.ana.location_id, onboarding_id: world.ana.pos };
	const named = path.replaceAll(/\{\w+_slug\}/g, slug);
	const at = named.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name as "org_id"] ?? world.ana.org_id);
	const headers: Record<string, string> = is_signed ? { "stream-webhook-signature": sign(secret ?? "", raw) } : {};
	return await world.call(method, at, { raw, headers, ...(is_signed ? {} : { token: world.ana.token }) });
}
