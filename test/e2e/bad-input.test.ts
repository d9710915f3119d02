import { SIGNATURE_HEADER, signBody } from "@ticketrail/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTown, SECRETS, type Town } from "./town.ts";

interface Operation {
	security?: Record<string, string[]>[];
	parameters?: { name: string; in: "path" | "query"; required: boolean }[];
	requestBody?: { content: Record<string, { schema: { $ref?: string; properties?: object } }> };
	responses: Record<string, { content?: object }>;
	"x-error-codes": string[];
}
interface Api {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, { properties?: object }> };
}
interface Attempt {
	method: string;
	path: string;
	url: string;
	operation: Operation;
	body?: string | Buffer;
}

/** What no field takes, or only by luck; sent in place of each field in turn. */
const WRONG = [
	"null",
	"true",
	"-1",
	"1.5",
	"1e400",
	"9007199254740993",
	'""',
	'"\\u0000"',
	'"\\ud800"',
	'"\u202e"',
	"[]",
	"[null]",
	"[[]]",
	"{}",
	'{"$ne":null}',
	'{"__proto__":{"a":1}}',
	`"${"x".repeat(5_000)}"`,
];
/** What is no id of ours, and what databases and file systems stumble over. */
const IDS = [
	"0",
	"-1",
	"null",
	"0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90",
	"0198C2A4-7B61-7C3E-9D57-1F4B6A2E8C90",
	"00000000-0000-0000-0000-000000000000",
	"%00",
	"%27%20OR%201=1--",
	"..%2f..%2fetc%2fpasswd",
	"%F0%9F%8D%95",
	"%ff",
	"x".repeat(250),
];
/** Tables in which a refused call may leave nothing. */
const TABLES =
	"org org_user integration location dsp_store binding orders order_event delivery attempt catalog_version".split(" ");

let town: Town;
let api: Api;
let token: string;

beforeAll(async () => {
	town = await openTown();
	const { client_id, client_secret } = town.partner;
	const granted = await fetch(`${town.hub.url}/oauth/token`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ grant_type: "client_credentials", client_id, client_secret, scopes: ["onboarding"] }),
	});
	token = ((await granted.json()) as { access_token: string }).access_token;
	api = (await (await fetch(`${town.hub.url}/openapi.json`)).json()) as Api;
});
afterAll(() => town?.close());

/** Every operation of the hub with bodies, ids and queries that are wrong, hundreds in all. */
function attempts(): Attempt[] {
	return Object.entries(api.paths).flatMap(([path, methods]) =>
		Object.entries(methods).flatMap(([method, operation]) => {
			const ids = path.includes("{") ? IDS : [""];
			const urls = ids.map((id) => path.replace("{provider_slug}", slugOf(path)).replaceAll(/\{\w+\}/g, id));
			const queries = [
				"?x=1&x=2",
				"?%00=1",
				"?__proto__[a]=1",
				"?onboarding_id[]=1",
				"?onboarding_id=%00",
				"?dry_run=maybe",
			];
			const bodies = method === "post" || method === "put" ? badBodies(operation) : [undefined];
			const common = { method: method.toUpperCase(), path, operation };
			return [
				...urls.map((url) => ({ ...common, url, ...(bodies[0] === undefined ? {} : { body: bodies[0] }) })),
				...queries.map((query) => ({
					...common,
					url: urls[0] + query,
					body: bodies[0] === undefined ? undefined : "{}",
				})),
				...bodies.map((body) => ({ ...common, url: urls[0] ?? path, body })),
			] as Attempt[];
		}),
	);
}

const slugOf = (path: string) => (path.startsWith("/pos") ? "sim-pos" : "sim-dsp");

function badBodies(operation: Operation): (string | Buffer)[] {
	const schema = operation.requestBody?.content["application/json"]?.schema ?? {};
	const named = schema.$ref ? api.components.schemas[schema.$ref.split("/").at(-1) ?? ""] : schema;
	const fields = Object.keys(named?.properties ?? { type: 1, order: 1, location_id: 1, object: 1, idempotency_key: 1 });
	const one_wrong = fields.flatMap((field) =>
		WRONG.map((wrong) => `{${fields.map((name) => `"${name}":${name === field ? wrong : '"x"'}`).join(",")}}`),
	);
	const alone = fields.flatMap((field) => WRONG.map((wrong) => `{"${field}":${wrong}}`));
	const broken = [
		"",
		"{",
		"}",
		"[",
		'{"a":',
		'{"a":1,"a":2}',
		"\uFEFF{}",
		"nul",
		"'x'",
		"[".repeat(5_000),
		`[${"0,".repeat(210_000)}0]`,
	];
	return [...WRONG, ...broken, ...one_wrong, ...alone, Buffer.from([0x7b, 0xff, 0x7d]), "x".repeat(1_100_000)];
}

async function send({ method, url, body, operation }: Attempt): Promise<Response> {
	const schemes = (operation.security ?? []).flatMap(Object.keys);
	const slug_secret = url.startsWith("/pos/") ? SECRETS.pos : SECRETS.dsp;
	return await fetch(town.hub.url + url, {
		method,
		redirect: "manual",
		headers: {
			...(body === undefined ? {} : { "content-type": "application/json" }),
			...(schemes.includes("partner_token") ? { authorization: `Bearer ${token}` } : {}),
			...(schemes.includes("signature") ? { [SIGNATURE_HEADER]: signBody(slug_secret, body ?? "") } : {}),
		},
		...(body === undefined ? {} : { body: body as BodyInit }),
	});
}

async function countRows(): Promise<Record<string, number>> {
	const counts = TABLES.map(async (name) => {
		const [row] = await town.look<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${name}`);
		return [name, row?.rows ?? -1] as const;
	});
	return Object.fromEntries(await Promise.all(counts));
}

test("whatever is sent to any endpoint, the answer is no failure of the hub, each refusal is documented, and none leaves a trace", async () => {
	const before = await countRows();
	expect(Object.keys(before).sort()).toEqual([...TABLES].sort());
	const all = attempts();
	expect(all.length).toBeGreaterThan(1_000);
	const findings = new Map<string, unknown>();
	let refused = 0;
	const organisations = new Set<string>(); // some of it is no mistake after all: `"user": null` is a field left out
	for (const attempt of all) {
		const response = await send(attempt);
		const text = await response.text();
		const complaint = judge(attempt, response, text);
		if (response.status >= 400) refused += 1;
		else if (attempt.path === "/onboarding/org") organisations.add((JSON.parse(text) as { org_id: string }).org_id);
		if (complaint) {
			const where = `${attempt.method} ${attempt.path}: ${complaint}`;
			findings.set(where, {
				url: attempt.url,
				body: attempt.body?.toString().slice(0, 200),
				status: response.status,
				text: text.slice(0, 400),
			});
		}
	}
	expect(Object.fromEntries(findings)).toEqual({});
	expect(refused).toBeGreaterThan(all.length / 2);
	const { size } = organisations;
	expect(await countRows()).toEqual({ ...before, org: size, org_user: size });
}, 240_000);

function judge(attempt: Attempt, response: Response, text: string): string | undefined {
	const { operation } = attempt;
	const { status, headers } = response;
	if (!headers.get("request-id")) return "no Request-Id";
	if (status < 400) return String(status) in operation.responses ? undefined : `${status} is not documented`;
	const is_page = headers.get("content-type") === "text/html; charset=utf-8" && status < 500;
	if (is_page && "text/html; charset=utf-8" in (operation.responses[status]?.content ?? {})) return undefined; // for a person
	if (headers.get("content-type") !== "application/problem+json") return `${status} without a problem`;
	const problem = JSON.parse(text) as Record<string, unknown>;
	if (status >= 500) return `failed with ${status}`;
	for (const name of ["type", "title", "code", "next", "request_id"]) {
		if (typeof problem[name] !== "string" || problem[name] === "") return `a problem without ${name}`;
	}
	if (problem.status !== status || problem.request_id !== headers.get("request-id"))
		return "a problem that contradicts its answer";
	if (
		problem.code === "invalid_field" &&
		typeof problem.param !== "string" &&
		!/^The (body|query)/.test(String(problem.detail))
	) {
		return "invalid_field without param";
	}
	const code = String(problem.code);
	const is_of_router = code === "route_not_found" || code === "method_not_allowed";
	return is_of_router || operation["x-error-codes"].includes(code) ? undefined : `${code} is not documented`;
}
