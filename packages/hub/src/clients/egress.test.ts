import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createEgress, type Egress, type EgressOptions, type EgressRequest } from "./egress.ts";
import { openTestServer, reply, type TestServer, until } from "./test-server.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function serve(...args: Parameters<typeof openTestServer>): Promise<TestServer> {
	const server = await openTestServer(...args);
	opened.push(server);
	return server;
}

function door(options: Partial<EgressOptions> = {}): Egress {
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"], ...options });
	opened.push(egress);
	return egress;
}

const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
	method: "GET",
	url,
	headers: {},
	max_bytes: 1_000_000,
	...more,
});

const post = (url: string, more: Partial<EgressRequest> = {}): EgressRequest =>
	get(url, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: `{"type":"order.created"}`,
		...more,
	});

describe("an ordinary call", () => {
	test("brings status, headers and body back", async () => {
		const server = await serve((socket) => socket.write(reply(201, `{"ok":true}`, { "x-kitchen": "open" })));
		const outcome = await door().send(post(`${server.url}/orders?x=1`, { headers: { "x-order": "7" } }));
		expect(outcome).toMatchObject({ stage: "answered", status: 201, headers: { "x-kitchen": "open" } });
		expect(outcome.stage === "answered" && outcome.body.toString()).toBe(`{"ok":true}`);
		expect(outcome.latency_ms).toBeGreaterThanOrEqual(0);
		expect(server.requests[0]).toMatch(/^POST \/orders\?x=1 HTTP\/1\.1\r\n/);
		expect(server.requests[0]).toContain("x-order: 7\r\n");
		expect(server.requests[0]).toMatch(/\r\n\r\n\{"type":"order.created"\}$/);
	});

	test("may be a DELETE with a JSON body", async () => {
		const server = await serve((socket) => socket.write(reply(204)));
		const outcome = await door().send(post(server.url, { method: "DELETE", body: `{"location_id":"7"}` }));
		expect(outcome).toMatchObject({ stage: "answered", status: 204 });
		expect(server.requests[0]).toMatch(/\{"location_id":"7"\}$/);
	});

	test("uses connections again for many calls in a row", async () => {
		const server = await serve((socket) => socket.write(reply(200)));
		const egress = door();
		for (let n = 0; n < 20; n++) expect(await egress.send(post(server.url))).toMatchObject({ status: 200 });
		expect(server.connections).toBeLessThanOrEqual(2);
	});

	test("is one of a thousand at once over at most sixty-four connections", async () => {
		const server = await serve((socket, _request, number) => socket.write(reply(200, String(number))));
		const egress = door();
		const outcomes = await Promise.all(Array.from({ length: 1000 }, () => egress.send(post(server.url))));
		expect(outcomes.every((outcome) => outcome.stage === "answered" && outcome.status === 200)).toBe(true);
		expect(server.requests.length).toBe(1000);
		expect(server.connections).toBeLessThanOrEqual(64);
	});

	test("reaches every origin although only a few keep their connections", async () => {
		const servers = await Promise.all(Array.from({ length: 6 }, () => serve((socket) => socket.write(reply(200)))));
		const egress = door({ max_origins: 2 });
		for (let round = 0; round < 3; round++) {
			const outcomes = await Promise.all(servers.map((server) => egress.send(get(server.url))));
			for (const outcome of outcomes) expect(outcome).toMatchObject({ stage: "answered", status: 200 });
		}
	});
});

describe("an answer that is not good", () => {
	const ends = async (answer: string | Buffer, max_bytes = 1000, method: "GET" | "POST" = "POST") => {
		const server = await serve((socket) => socket.end(answer));
		return door().send({ ...post(server.url), method, max_bytes });
	};

	test.each([301, 302, 303, 307, 308])("a redirect with %i is an answer and is never followed", async (status) => {
		const elsewhere = await serve((socket) => socket.write(reply(200)));
		const server = await serve((socket) => socket.write(reply(status, "", { location: `${elsewhere.url}/stolen` })));
		const outcome = await door().send(post(server.url, { headers: { authorization: "Bearer t" } }));
		expect(outcome).toMatchObject({ stage: "answered", status });
		expect([server.requests.length, elsewhere.connections]).toEqual([1, 0]);
	});

	test("a body that ends early leaves a success in doubt", async () => {
		const cut = `HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"order":`;
		expect(await ends(cut)).toMatchObject({ stage: "unknown", reason: "body_cut", status: 200 });
		const chunked = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`;
		expect(await ends(chunked)).toMatchObject({ stage: "unknown", reason: "body_cut", status: 200 });
	});

	test("a body that ends early does not soften a no", async () => {
		const outcome = await ends(`HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{"posVal`);
		expect(outcome).toMatchObject({ stage: "answered", status: 400, is_cut: true });
		expect(outcome.stage === "answered" && outcome.body.toString()).toBe(`{"posVal`);
	});

	test("a body over the limit is cut off, announced or not", async () => {
		expect(await ends(reply(200, "x".repeat(1001)))).toMatchObject({ stage: "unknown", reason: "body_too_large" });
		expect(await ends(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${"x".repeat(5000)}`)).toMatchObject({
			stage: "unknown",
			reason: "body_too_large",
		});
		expect(await ends(reply(200, "x".repeat(1000)))).toMatchObject({ stage: "answered" });
		expect(await ends(reply(500, "x".repeat(5000)))).toMatchObject({ stage: "answered", status: 500, is_cut: true });
	});

	test("a large body comes whole, announced or not, and an early end is noticed", async () => {
		const large = Array.from({ length: 100_000 }, (_, n) => `${n},`).join("");
		const bodyOf = async (answer: string) => {
			const server = await serve((socket) => socket.end(answer));
			const outcome = await door().send(get(server.url));
			return outcome.stage === "answered" ? outcome.body.toString() : outcome;
		};
		expect(await bodyOf(reply(200, large).toString())).toBe(large);
		expect(await bodyOf(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${large}`)).toBe(large);
		const cut = (status: number) => reply(status, large).toString().slice(0, 400_000);
		expect(await bodyOf(cut(200))).toMatchObject({ stage: "unknown", reason: "body_cut" });
		expect(large.startsWith(String(await bodyOf(cut(500))))).toBe(true);
	});

	test("an endless body is given up, and its connection with it", async () => {
		let written = 0;
		const server = await serve((socket) => {
			socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
			const pour = () => {
				while (!socket.destroyed && socket.write(`8000\r\n${"x".repeat(0x8000)}\r\n`)) written += 0x8000;
			};
			socket.on("drain", pour);
			pour();
		});
		const outcome = await door().send(get(server.url, { max_bytes: 1_000_000 }));
		expect(outcome).toMatchObject({ stage: "unknown", reason: "body_too_large" });
		await until(() => server.sockets.size === 0);
		expect(written).toBeLessThan(50_000_000);
	});

	test("a compressed body is limited by what it unpacks to", async () => {
		const gzip = (text: string) => reply(200, gzipSync(text), { "content-encoding": "gzip" });
		const honest = await ends(gzip("menu ".repeat(100)));
		expect(honest.stage === "answered" && honest.body.toString()).toBe("menu ".repeat(100));
		const bomb = gzip("0".repeat(50_000_000));
		expect(await ends(bomb, 1_000_000)).toMatchObject({ stage: "unknown", reason: "body_too_large" });
	});

	test("a compressed body that cannot be read leaves a success in doubt", async () => {
		const broken = gzipSync("menu").subarray(0, -6);
		for (const [body, encoding] of [
			[broken, "gzip"],
			["plain", "gzip"],
			["x", "br"],
			["x", "gzip, gzip"],
		] as const) {
			const outcome = await ends(reply(200, body, { "content-encoding": encoding }));
			expect(outcome).toMatchObject({ stage: "unknown", reason: "body_unreadable", status: 200 });
		}
		const refused = await ends(reply(403, "x", { "content-encoding": "br" }));
		expect(refused).toMatchObject({ stage: "answered", status: 403, is_cut: true });
	});

	test.each([
		["another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
		["an impossible status line", "HTTP/1.1 abc\r\n\r\n"],
		["a broken header", "HTTP/1.1 200 OK\r\nbad header\u0000: x\r\n\r\n"],
		["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx"],
		["a megabyte of headers", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(1_000_000)}\r\n\r\n`],
	])("%s as the answer leaves the outcome in doubt", async (_name, answer) => {
		expect(await ends(answer)).toMatchObject({ stage: "unknown" });
	});

	test("header names cannot reach into the program", async () => {
		const outcome = await ends(reply(200, "", { ["__proto__"]: "x", constructor: "y", "content-type": "text/plain" }));
		expect(outcome).toMatchObject({ stage: "answered", status: 200 });
		expect(Object.prototype).not.toHaveProperty("x");
	});

	test("early hints before the answer do not count as the answer", async () => {
		const hint = "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n";
		expect(await ends(Buffer.concat([Buffer.from(hint), reply(201, "{}")]))).toMatchObject({ status: 201 });
	});

	test("a second answer pushed after the first never becomes the answer of the next call", async () => {
		const server = await serve((socket, _request, number) => {
			socket.write(number === 1 ? Buffer.concat([reply(200, "first"), reply(200, "forged")]) : reply(200, "second"));
		});
		const egress = door();
		await egress.send(post(server.url));
		const outcome = await egress.send(post(server.url));
		expect(outcome.stage === "answered" && outcome.body.toString()).toBe("second");
	});
});

describe("silence", () => {
	test("after the request is given up as unknown", async () => {
		const server = await serve(() => {});
		const outcome = await door({ headers_timeout_ms: 60 }).send(post(server.url));
		expect(outcome).toMatchObject({ stage: "unknown", reason: "no_answer" });
		await until(() => server.sockets.size === 0);
	});

	test("between single letters of the headers is still no answer", async () => {
		const server = await serve((socket) => drip(socket, "HTTP/1.1 200 OK\r\nx-slow: yes"));
		const outcome = await door({ headers_timeout_ms: 80 }).send(post(server.url));
		expect(outcome).toMatchObject({ stage: "unknown", reason: "no_answer" });
	});

	test("inside the body is given up as unknown after a success, and as an answer after a no", async () => {
		for (const [status, expected] of [
			[200, { stage: "unknown", reason: "body_stalled" }],
			[503, { stage: "answered", is_cut: true }],
		] as const) {
			const server = await serve((socket) => socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: 9\r\n\r\n{`));
			expect(await door({ body_idle_ms: 60 }).send(post(server.url))).toMatchObject({ status, ...expected });
		}
	});

	test("broken by one byte now and then ends with the whole time allowed", async () => {
		const server = await serve((socket) =>
			drip(socket, `HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n`, " ".repeat(9999)),
		);
		const outcome = await door({ body_idle_ms: 5_000 }).send(post(server.url, { deadline_ms: 150 }));
		expect(outcome).toMatchObject({ stage: "unknown", reason: "deadline", status: 200 });
		await until(() => server.sockets.size === 0);
	});

	test("of a name server means that nothing was sent", async () => {
		const egress = door({ resolve: () => new Promise(() => {}), connect_timeout_ms: 60 });
		const outcome = await egress.send(post("https://pos.example.test/"));
		expect(outcome).toMatchObject({ stage: "never_sent", reason: "connect_timeout" });
	});
});

describe("a lost connection", () => {
	test("that was never there means that nothing was sent", async () => {
		const server = await serve(() => {});
		await server.close();
		expect(await door().send(post(server.url))).toMatchObject({ stage: "never_sent", reason: "connect_refused" });
	});

	test("after the request leaves its outcome unknown, and it is not sent again", async () => {
		for (const end of ["destroy", "resetAndDestroy", "end"] as const) {
			const server = await serve((socket) => socket[end]());
			const outcome = await door().send(post(server.url));
			expect(outcome, end).toMatchObject({ stage: "unknown", reason: "connection_lost" });
			expect(server.requests.length).toBe(1);
		}
	});

	test("on a connection in use before leaves it unknown too, and it is not sent again", async () => {
		const server = await serve((socket, _request, number) => {
			if (number % 2 === 1) socket.write(reply(200));
			else socket.resetAndDestroy();
		});
		const egress = door();
		for (let round = 0; round < 10; round++) {
			expect(await egress.send(post(server.url))).toMatchObject({ stage: "answered" });
			expect(await egress.send(post(server.url))).toMatchObject({ stage: "unknown", reason: "connection_lost" });
		}
		expect(server.requests.length).toBe(20);
	});

	test("that the other side closed while idle goes unnoticed by the next call", async () => {
		const server = await serve((socket) => socket.write(reply(200)));
		const egress = door();
		for (let round = 0; round < 10; round++) {
			expect(await egress.send(post(server.url))).toMatchObject({ stage: "answered", status: 200 });
			for (const socket of server.sockets) socket.destroy();
			await until(() => server.sockets.size === 0);
		}
	});

	test("at the moment of connecting never counts as an answer", async () => {
		const server = await serve(() => {}, { onConnection: (socket) => socket.resetAndDestroy() });
		const outcome = await door().send(post(server.url));
		expect(["never_sent", "unknown"]).toContain(outcome.stage);
	});

	test("while waiting for a free connection means that nothing was sent, now or later", async () => {
		const held: (() => void)[] = [];
		const server = await serve((socket) => held.push(() => socket.write(reply(200))));
		const egress = door({ connections: 1 });
		const first = egress.send(post(`${server.url}/first`));
		await until(() => held.length === 1);
		const second = await egress.send(post(`${server.url}/second`, { deadline_ms: 30 }));
		expect(second).toMatchObject({ stage: "never_sent", reason: "no_free_connection" });
		held[0]?.();
		expect(await first).toMatchObject({ stage: "answered" });
		const third = egress.send(post(`${server.url}/third`));
		await until(() => held.length === 2);
		held[1]?.();
		expect(await third).toMatchObject({ stage: "answered" });
		expect(server.requests.map((request) => request.split(" ")[1])).toEqual(["/first", "/third"]);
	});

	test("by closing the door ends what is under way, each as it stands", async () => {
		const server = await serve(() => {});
		const egress = door({ connections: 1 });
		const sent = egress.send(post(server.url));
		await until(() => server.requests.length === 1);
		const waiting = egress.send(post(server.url));
		await egress.close();
		expect(await sent).toMatchObject({ stage: "unknown" });
		expect(await waiting).toMatchObject({ stage: "never_sent" });
	});
});

describe("what must not be sent", () => {
	test("includes everything for which no time is left", async () => {
		const server = await serve((socket) => socket.write(reply(200)));
		const egress = door();
		await egress.send(post(server.url));
		for (const deadline_ms of [0, -5, Number.NaN]) {
			const outcome = await egress.send(post(server.url, { deadline_ms }));
			expect(outcome).toMatchObject({ stage: "never_sent", reason: "no_time_left" });
		}
		expect(await egress.send(post(server.url, { deadline_ms: Number.POSITIVE_INFINITY }))).toMatchObject({
			status: 200,
		});
		expect(server.requests.length).toBe(2);
	});

	test.each([
		["a line break in a header", { "x-order": "7\r\nx-admin: yes" }],
		["a NUL in a header", { "x-order": "7\u0000" }],
		["a letter beyond one byte in a header", { "x-order": "店" }],
		["a broken header name", { "x order": "7" }],
		["another framing", { "transfer-encoding": "chunked" }],
	])("%s is refused before anything leaves", async (_name, headers) => {
		const server = await serve((socket) => socket.write(reply(200)));
		const outcome = await door().send(post(server.url, { headers: headers as Record<string, string> }));
		expect(outcome).toMatchObject({ stage: "never_sent", reason: "invalid_request" });
		expect(server.requests).toEqual([]);
	});
});

function drip(socket: { write(text: string): unknown; destroyed: boolean }, first: string, then = first): void {
	if (then !== first) socket.write(first);
	let at = 0;
	const timer = setInterval(() => {
		if (socket.destroyed || at >= then.length) clearInterval(timer);
		else socket.write(then.charAt(at++));
	}, 5);
}
