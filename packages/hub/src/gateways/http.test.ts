import { Agent, request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import { sendRaw, startTestServer } from "./test-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

const call = (path: string, init: RequestInit = {}) => fetch(server.url + path, { redirect: "manual", ...init });
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
	call(path, {
		method: "POST",
		body,
		headers: { "content-type": "application/json", authorization: "Bearer good", ...headers },
	});

async function expectProblem(response: Response, code: ErrorCode, more: Record<string, unknown> = {}) {
	expect(response.headers.get("content-type")).toBe("application/problem+json");
	const body = (await response.json()) as Record<string, unknown>;
	expect(body).toMatchObject({
		code,
		status: ERRORS[code].status,
		title: ERRORS[code].title,
		next: ERRORS[code].next,
		...more,
	});
	expect(response.status).toBe(ERRORS[code].status);
	expect(body.type).toBe(`http://hub.test/docs#error-${code}`);
	expect(body.request_id).toBe(response.headers.get("request-id"));
	expect(response.headers.get("request-id")).toMatch(/^[0-9a-f-]{36}$/);
	return body;
}

describe("a call that is right", () => {
	test("gets its reply with only the declared fields, a request id and the security headers", async () => {
		const response = await post("/orgs", '{"name":"Joe\\u0027s","unknown_field":{"a":[1]},"provider_id":null}');
		expect(response.status).toBe(201);
		expect(await response.json()).toEqual({ org_id: "o1", name: "Joe's", partner_id: "p1" });
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
			"content-type": "application/json; charset=utf-8",
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
			"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
		});
	});

	test("a request id that the caller made up is not taken over", async () => {
		const response = await call("/orgs/1", { headers: { "request-id": "mine", "x-request-id": "mine" } });
		expect(response.headers.get("request-id")).not.toBe("mine");
	});

	test("query and path parameters are handed on as text", async () => {
		expect(await (await call("/orgs/a%20b?depth=all")).json()).toEqual({ id: "a b", depth: "all" });
	});

	test("a DELETE answers 204 without a body, a HEAD like its GET without one", async () => {
		const deleted = await call("/orgs/1", { method: "DELETE" });
		expect([deleted.status, await deleted.text()]).toEqual([204, ""]);
		const head = await call("/orgs/1", { method: "HEAD" });
		expect([head.status, await head.text()]).toEqual([200, ""]);
	});

	test("OPTIONS says what a path takes", async () => {
		const response = await call("/orgs/1", { method: "OPTIONS" });
		expect(response.status).toBe(204);
		expect(response.headers.get("allow")).toBe("DELETE, GET, HEAD, OPTIONS");
		expect(response.headers.get("request-id")).toBeTruthy();
		expect(response.headers.get("access-control-allow-origin")).toBeNull();
	});

	test("the token endpoint takes JSON and forms, with scopes parted by spaces", async () => {
		const form = await call("/token", {
			method: "POST",
			body: new URLSearchParams({ grant_type: "client_credentials", scope: "sso onboarding" }),
		});
		expect([form.status, await form.json()]).toEqual([201, { granted: ["sso", "onboarding"] }]);
		const json = await post("/token", '{"grant_type":"client_credentials","scopes":["sso"]}', {
			"content-type": 'Application/JSON; Charset="UTF-8"',
		});
		expect([json.status, await json.json()]).toEqual([201, { granted: ["sso"] }]);
	});

	test("a signed endpoint sees the exact bytes, whatever the spacing", async () => {
		const bytes = '{ "a" : 1.0, "ü": "\\u00fc" }';
		const response = await post("/hooks/fonda", bytes, { "stream-webhook-signature": `${Buffer.byteLength(bytes)}` });
		expect(await response.json()).toEqual({ bytes: Buffer.byteLength(bytes), value: { a: 1, ü: "ü" } });
	});

	test("signed bytes without a media type are understood", async () => {
		const response = await call("/hooks/fonda", {
			method: "POST",
			body: Buffer.from("[1]"),
			headers: { "stream-webhook-signature": "3" },
		});
		expect([response.status, await response.json()]).toEqual([200, { bytes: 3, value: [1] }]);
	});

	test("is one log line with the pattern of the route, never the path or the query", async () => {
		await call("/orgs/CANARY-id?name=CANARY-name");
		await expect.poll(() => server.logText()).toContain('"route":"/orgs/:id"');
		expect(server.logText()).not.toContain("CANARY");
		expect((await server.metrics.expose()).text).toContain(
			'ticketrail_http_request_seconds_count{method="GET",route="/orgs/:id",status="200"}',
		);
	});
});

describe("a call that is not authenticated", () => {
	const body = '{"name":"x"}';
	test.each<[string, Record<string, string>]>([
		["no header", {}],
		["another scheme", { authorization: "Basic Z29vZDo=" }],
		["no token", { authorization: "Bearer " }],
		["two tokens in one", { authorization: "Bearer good, Bearer good" }],
		["characters that no token has", { authorization: "Bearer gö öd" }],
		["an unknown token", { authorization: "Bearer nobody" }],
	])("is 401: %s", async (_name, headers) => {
		const response = await call("/orgs", {
			method: "POST",
			body,
			headers: { "content-type": "application/json", ...headers },
		});
		expect(response.headers.get("www-authenticate")).toBe("Bearer");
		await expectProblem(response, "unauthorized");
	});

	test("is 401 before its body is read, even when the body is broken and of a wrong type", async () => {
		await expectProblem(
			await call("/orgs", { method: "POST", body: "{", headers: { "content-type": "text/csv" } }),
			"unauthorized",
		);
	});

	test("is 403 when the token lacks the scope", async () => {
		await expectProblem(await post("/orgs", body, { authorization: "Bearer narrow" }), "insufficient_scope", {
			detail: "This call needs the scope onboarding.",
		});
	});

	test("is 401 with two Authorization headers, though one is good", async () => {
		const answer = await sendRaw(
			server.port,
			`POST /orgs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer good\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n${body}`,
		);
		expect(answer).toMatch(/^HTTP\/1.1 401 /);
		expect(answer).toContain('"code":"unauthorized"');
	});

	test("is 401 with two signature headers, though one is good", async () => {
		const answer = await sendRaw(
			server.port,
			"POST /hooks/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nStream-Webhook-Signature: 2\r\nSTREAM-WEBHOOK-SIGNATURE: 2\r\nContent-Length: 2\r\n\r\n{}",
		);
		expect(answer).toMatch(/^HTTP\/1.1 401 /);
		expect(answer).toContain('"code":"signature_mismatch"');
	});

	test("is 401 at a webhook before anything of the body is looked at", async () => {
		await expectProblem(await post("/hooks/x", "\uFEFF{not json", {}), "signature_missing");
		await expectProblem(
			await post("/hooks/x", "{not json", { "content-type": "text/plain", "stream-webhook-signature": "1" }),
			"signature_mismatch",
		);
	});
});

describe("a call that is wrong", () => {
	test.each([
		["a name that is a number", { name: 1 }, "/name", "/name must be a string, not a number."],
		["a missing name", {}, "/name", "/name is missing."],
		["an empty name", { name: "" }, "/name", "/name must not be empty."],
		["a name that is null", { name: null }, "/name", "/name is missing."],
		[
			"a mail address that is a list",
			{ name: "x", user: { email: [] } },
			"/user/email",
			"/user/email must be a string, not an array.",
		],
		["a number given as text", { name: "x", seats: "3" }, "/seats", "/seats must be a whole number, not a string."],
		["a wrong entry of a list", { name: "x", tags: ["a", 2] }, "/tags/1", "/tags/1 must be a string, not a number."],
	])("names the field: %s", async (_name, body, param, detail) => {
		await expectProblem(await post("/orgs", JSON.stringify(body)), "invalid_field", { param, detail });
	});

	test("names a query parameter by its bare name", async () => {
		await expectProblem(await call("/orgs/1?depth=some"), "invalid_field", { param: "depth" });
		await expectProblem(await call("/orgs/1?name=a&name=b"), "invalid_field", { param: "name" });
		await expectProblem(await call("/orgs/1?name=%00"), "invalid_field", { param: "name" });
		await expectProblem(await call("/orgs/%00"), "invalid_field", { param: "id" });
	});

	test("a body that is no object has no field to name", async () => {
		const problem = await expectProblem(await post("/orgs", "[]"), "invalid_field", {
			detail: "The body must be an object, not an array.",
		});
		expect(problem).not.toHaveProperty("param");
	});

	test.each([
		["text/plain", "text/plain"],
		["a suffix", "application/problem+json"],
		["another charset", "application/json; charset=latin1"],
		["two types", "application/json, text/plain"],
		["a parameter that changes the meaning", "application/json; profile=x"],
		["a form, outside of OAuth", "application/x-www-form-urlencoded"],
	])("is 415 for a body of %s", async (_name, type) => {
		await expectProblem(await post("/orgs", '{"name":"x"}', { "content-type": type }), "unsupported_media_type");
	});

	test("is 415 without a media type, and for a compressed body", async () => {
		await expectProblem(
			await call("/orgs", { method: "POST", body: Buffer.from("{}"), headers: { authorization: "Bearer good" } }),
			"unsupported_media_type",
		);
		await expectProblem(await post("/orgs", "{}", { "content-encoding": "gzip" }), "unsupported_media_type");
	});

	test("is 400 without a body", async () => {
		await expectProblem(
			await call("/orgs", { method: "POST", headers: { authorization: "Bearer good" } }),
			"invalid_json",
			{ detail: "The body is empty." },
		);
	});

	test("is 413 past the limit of its endpoint, whether the length was announced or not", async () => {
		const detail = "This endpoint takes at most 32768 bytes.";
		const large = JSON.stringify({ grant_type: "x".repeat(32_768) });
		await expectProblem(await post("/token", large), "payload_too_large", { detail, error: "invalid_request" });
		const stream = new ReadableStream({
			start(controller) {
				for (let part = 0; part < 5; part += 1) controller.enqueue(Buffer.alloc(8_192, 0x20));
				controller.close();
			},
		});
		const streamed = await call("/token", {
			method: "POST",
			body: stream,
			duplex: "half",
			headers: { "content-type": "application/json" },
		} as RequestInit);
		await expectProblem(streamed, "payload_too_large", { detail });
		await expectProblem(await post("/orgs", " ".repeat(1_048_577)), "payload_too_large");
	});

	test("is 404 for a path that is not there, with and without a slash too many", async () => {
		for (const path of ["/nothing", "/orgs/", "/orgs/1/", "/ORGS", "//orgs", "/orgs/1/2"])
			await expectProblem(await call(path), "route_not_found");
		await expectProblem(await post("/nothing", "{broken"), "route_not_found");
		await expectProblem(await call(`/orgs/${"x".repeat(300)}`), "route_not_found");
	});

	test("is 400 for a path that does not decode", async () => {
		await expectProblem(await call("/orgs/%zz"), "malformed_request");
	});

	test.each(["PUT", "PATCH", "DELETE", "GET"])("is 405 with Allow for %s", async (method) => {
		const response = await call("/orgs", { method });
		expect(response.headers.get("allow")).toBe("OPTIONS, POST");
		await expectProblem(response, "method_not_allowed");
	});

	// covers: A.6 errors
	test("is 404 with the code of the thing that is missing", async () => {
		await expectProblem(await call("/orgs/missing"), "org_not_found");
	});

	test("carries param and detail of the handler", async () => {
		await expectProblem(await post("/orgs", '{"name":"taken"}'), "already_exists", {
			param: "/name",
			detail: "This name is taken.",
		});
	});

	test("carries RFC 6749's error at the token endpoint", async () => {
		await expectProblem(await post("/token", '{"grant_type":"password"}'), "unsupported_grant_type", {
			error: "unsupported_grant_type",
		});
		await expectProblem(await post("/token", "{}"), "invalid_request", {
			error: "invalid_request",
			param: "/grant_type",
		});
		await expectProblem(await post("/token", "{"), "invalid_json", { error: "invalid_request" });
		const twice = await call("/token", {
			method: "POST",
			body: "grant_type=a&grant_type=b",
			headers: { "content-type": "application/x-www-form-urlencoded" },
		});
		await expectProblem(twice, "invalid_request", { param: "grant_type" });
	});
});

describe("when the hub itself fails", () => {
	test("the caller learns nothing but the request id, the log the cause without its data", async () => {
		const problem = await expectProblem(await post("/orgs", '{"name":"bug"}'), "internal");
		expect(Object.keys(problem).sort()).toEqual(["code", "next", "request_id", "status", "title", "type"]);
		await expect.poll(() => server.logText()).toContain(`"event":"http.failed"`);
		const line = server
			.logText()
			.split("\n")
			.find((text) => text.includes("http.failed") && text.includes(String(problem.request_id)));
		expect(line).toContain("test-server.ts");
		expect(server.logText()).not.toContain("CANARY");
	});

	test("a reply that does not fit its schema is a failure of ours, not a broken promise", async () => {
		await expectProblem(await post("/orgs", '{"name":"misfit"}'), "internal");
	});

	test("a refusal for now says when to come back", async () => {
		const response = await post("/orgs", '{"name":"down"}');
		expect(response.headers.get("retry-after")).toBe("3");
		await expectProblem(response, "unavailable");
	});
});

describe("bytes that are hardly HTTP", () => {
	const answerOf = async (text: string, half_close = false) => {
		const answer = await sendRaw(server.port, text, { half_close });
		const [head, body] = answer.split("\r\n\r\n");
		return {
			status: Number(head!.slice(9, 12)),
			head: head!.toLowerCase(),
			problem: JSON.parse(body!) as Record<string, unknown>,
		};
	};
	const refused = async (text: string, code: ErrorCode, half_close = false) => {
		const { status, head, problem } = await answerOf(text, half_close);
		expect(problem).toMatchObject({ code, next: expect.any(String), title: ERRORS[code].title });
		expect(status).toBe(ERRORS[code].status);
		expect(head).toContain("content-type: application/problem+json");
		expect(head).toContain(`request-id: ${problem.request_id}`);
		expect(head).toContain("x-content-type-options: nosniff");
	};

	test.each<[string, string, ErrorCode]>([
		["no HTTP at all", "hello\r\n\r\n", "malformed_request"],
		["a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01", "malformed_request"],
		["an unknown method", "BREW /orgs HTTP/1.1\r\nHost: x\r\n\r\n", "malformed_request"],
		["an impossible version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "malformed_request"],
		["a space in the path", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "malformed_request"],
		["a header without a colon", "GET / HTTP/1.1\r\nHost: x\r\nBroken\r\n\r\n", "malformed_request"],
		["a NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", "malformed_request"],
		[
			"two lengths",
			"POST /orgs HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
			"malformed_request",
		],
		["a negative length", "POST /orgs HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "malformed_request"],
		[
			"a length and chunks (request smuggling)",
			"POST /orgs HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"malformed_request",
		],
		[
			"a broken chunk",
			"POST /orgs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"malformed_request",
		],
		["headers past 16 kB", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`, "headers_too_large"],
		["a path past 16 kB", `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, "headers_too_large"],
		["no Host", "GET /orgs/1 HTTP/1.1\r\nConnection: close\r\n\r\n", "malformed_request"],
		["two Hosts", "GET /orgs/1 HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n", "malformed_request"],
		[
			"an expectation that nobody knows",
			"POST /orgs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: magic\r\nContent-Length: 0\r\n\r\n",
			"expectation_failed",
		],
		["TRACE", "TRACE /orgs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "method_not_allowed"],
		["a method of WebDAV", "PROPFIND /orgs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "method_not_allowed"],
	])("get a problem: %s", async (_name, text, code) => {
		await refused(text, code);
	});

	test("CONNECT is refused like any other method", async () => {
		await refused("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", "method_not_allowed");
	});

	test("an upgrade that is not offered is served as the plain request", async () => {
		const answer = await sendRaw(
			server.port,
			"GET /orgs/1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n",
		);
		expect(answer).toMatch(/^HTTP\/1.1 200 /);
	});

	test("100-continue is honoured", async () => {
		const answer = await sendRaw(
			server.port,
			"POST /hooks/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nStream-Webhook-Signature: 2\r\nContent-Length: 2\r\n\r\n{}",
		);
		expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
	});

	test("a body shorter than announced, then the end: nothing is served", async () => {
		const answer = await sendRaw(
			server.port,
			"POST /orgs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{}",
			{ half_close: true },
		);
		expect(answer).not.toMatch(/^HTTP\/1.1 2/);
	});

	test("a slow sender is told so and cut off", async () => {
		const slow = await startTestServer({ timeouts: { headers: 200, request: 400 } });
		try {
			const headers = await sendRaw(slow.port, "GET /orgs/1 HTTP/1.1\r\nHost: x\r\n");
			expect(headers).toMatch(/^HTTP\/1.1 408 /);
			expect(headers).toContain('"code":"request_timeout"');
			const body = await sendRaw(slow.port, "POST /hooks/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{");
			expect(body).toMatch(/^HTTP\/1.1 408 /);
		} finally {
			await slow.close();
		}
	});

	test("one kept connection serves many calls, also after refused ones", async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const ports = new Set<number>();
		for (const path of ["/orgs/1", "/nothing", "/orgs/missing", "/orgs/2"]) {
			await new Promise<void>((resolve, reject) => {
				httpRequest(`${server.url}${path}`, { agent }, (response) => {
					ports.add(response.socket.localPort!);
					response.resume().on("end", resolve);
				})
					.on("error", reject)
					.end();
			});
		}
		agent.destroy();
		expect(ports.size).toBe(1);
	});
});
