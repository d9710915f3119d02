import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer } from "./test-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

/** Values that do not belong where a text, a number, a list or an object is wanted. */
const WRONG = [
	"null",
	"true",
	"0",
	"-1",
	"1.5",
	"1e400",
	"9007199254740993",
	'""',
	'"\\u0000"',
	'"\\ud800"',
	"[]",
	"[[]]",
	"{}",
	'{"$ne":null}',
	`"${"x".repeat(200)}"`,
];
const FIELDS = ["name", "provider_id", "user", "seats", "tags"];

/** Bodies of every kind of wrongness: broken grammar, wrong types field by field, hostile numbers, keys and nesting. */
function badBodies(): { raw: string | Buffer; fault_in?: string }[] {
	const good = '{"name":"x","user":{"email":"a@example.com"},"seats":1,"tags":["a"]}';
	const truncated = Array.from({ length: good.length - 1 }, (_, length) => good.slice(0, length));
	const doubled = Array.from({ length: good.length }, (_, at) => good.slice(0, at) + good[at] + good.slice(at)).filter(
		(text) => !isJson(text),
	);
	const shortened = Array.from({ length: good.length }, (_, at) => good.slice(0, at) + good.slice(at + 1)).filter(
		(text) => !isJson(text),
	);
	const flipped = Array.from({ length: good.length }, (_, at) => {
		const bytes = Buffer.from(good);
		bytes[at] = bytes[at]! ^ 0x80;
		return bytes;
	});
	const roots = WRONG.filter((value) => value !== "{}").map((raw) => ({ raw }));
	const wrong_types = FIELDS.flatMap((field) =>
		WRONG.filter((value) => !isFineFor(field, value)).map((value) => ({
			raw: field === "name" ? `{"name":${value}}` : `{"name":"x","${field}":${value}}`,
			fault_in: `/${field}`,
		})),
	);
	const inner = WRONG.filter((value) => !/^"x*"$/.test(value)).flatMap((value) => [
		{ raw: `{"name":"x","user":{"email":${value}}}`, fault_in: "/user/email" },
		{ raw: `{"name":"x","tags":["a",${value}]}`, fault_in: "/tags/1" },
	]);
	const hostile = [
		{ raw: '{"name":"x","name":"y"}', fault_in: "/name" },
		{ raw: '{"name":"x","__proto__":{"admin":true}}', fault_in: "/__proto__" },
		{ raw: `{"name":"x","deep":${"[".repeat(10_000)}${"]".repeat(10_000)}}` },
		{ raw: `{"name":"x","many":[${"0,".repeat(300_000)}0]}` },
		{ raw: `\uFEFF${good}` },
		{ raw: Buffer.from(good, "utf16le") },
		{ raw: `${good}${good}` },
		{ raw: `${good}\u0000` },
		{ raw: `<?xml version="1.0"?><name>x</name>` },
		{ raw: "name=x&seats=1" },
		{ raw: `--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--` },
	];
	return [
		...[...truncated, ...doubled, ...shortened, ...flipped].map((raw) => ({ raw })),
		...roots,
		...wrong_types,
		...inner,
		...hostile,
	];
}

const isFineFor = (field: string, value: string) =>
	(value === "null" && field !== "name") ||
	(field === "seats" && value === "0") ||
	(field === "tags" && value === "[]") ||
	(field === "provider_id" && (value === '""' || /^"x+"$/.test(value)));

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

test("hundreds of bad bodies: each is refused with a problem that says what to do, none breaks the hub", async () => {
	const bodies = badBodies();
	expect(bodies.length).toBeGreaterThan(300);
	const findings: unknown[] = [];
	for (const { raw, fault_in } of bodies) {
		const response = await fetch(`${server.url}/orgs`, {
			method: "POST",
			body: raw as BodyInit,
			headers: { "content-type": "application/json", authorization: "Bearer good" },
		});
		const problem = (await response.json()) as Record<string, unknown>;
		const is_sound =
			response.status >= 400 &&
			response.status < 500 &&
			response.headers.get("content-type") === "application/problem+json" &&
			problem.status === response.status &&
			["code", "title", "type", "detail", "next", "request_id"].every(
				(name) => typeof problem[name] === "string" && problem[name] !== "",
			) &&
			problem.request_id === response.headers.get("request-id") &&
			(fault_in === undefined || (problem.param as string | undefined)?.startsWith(fault_in));
		if (!is_sound) findings.push({ body: raw.toString().slice(0, 100), fault_in, problem });
	}
	expect(findings).toEqual([]);
	expect(Object.keys(Object.prototype)).toEqual([]);
	const after = await fetch(`${server.url}/orgs/1`);
	expect(after.status).toBe(200);
});

test("every path, method, header and query that a scanner tries is refused politely", async () => {
	const paths = [
		"/.env",
		"/.git/config",
		"/orgs/..%2f..%2fetc%2fpasswd",
		"/orgs/%2e%2e/%2e%2e",
		"/orgs?x[__proto__]=1&__proto__=2",
		"/orgs/1?depth[]=all",
		"/orgs/1?depth=%ff%fe",
		"/orgs/1?%",
		"/orgs/%c0%af",
		"/orgs/1;jsessionid=1",
		"/orgs/1#x",
		"/cgi-bin/x",
		"/wp-login.php",
		"/orgs/'%20OR%201=1--",
		`/orgs/${"%61".repeat(2_000)}`,
	];
	const findings: unknown[] = [];
	for (const path of paths) {
		for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]) {
			const response = await fetch(server.url + path, { method, headers: { authorization: "Bearer good" } });
			const is_sound =
				response.status < 500 &&
				response.headers.has("request-id") &&
				response.headers.get("x-content-type-options") === "nosniff";
			const is_problem = response.status < 400 || response.headers.get("content-type") === "application/problem+json";
			if (!is_sound || !is_problem)
				findings.push({ path, method, status: response.status, headers: Object.fromEntries(response.headers) });
			await response.arrayBuffer();
		}
	}
	expect(findings).toEqual([]);
});
