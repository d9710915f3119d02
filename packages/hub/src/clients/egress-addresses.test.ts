import { afterEach, describe, expect, test } from "vitest";
import { createEgress, type Egress, type EgressOptions, type EgressRequest } from "./egress.ts";
import { EXPIRED_CERTIFICATE, TEST_CERTIFICATE, TEST_KEY } from "./test-certificates.ts";
import { openTestServer, reply, type TestServer } from "./test-server.ts";
import { embeddedSpellings, spellings } from "./test-spellings.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function serve(options: Parameters<typeof openTestServer>[1] = {}): Promise<TestServer> {
	const server = await openTestServer((socket) => socket.write(reply(200, "private")), options);
	opened.push(server);
	return server;
}

function door(options: Partial<EgressOptions> = {}): Egress {
	const egress = createEgress({ allow_cidrs: [], ...options });
	opened.push(egress);
	return egress;
}

function call(url: string): EgressRequest {
	return { method: "POST", url, headers: { authorization: "Bearer t" }, body: "{}", max_bytes: 1000 };
}

describe("a machine inside the operator's network", () => {
	test("gets no connection through any spelling of its address", async () => {
		const canary = await serve();
		const egress = door();
		for (const address of ["127.0.0.1", "127.255.255.254", "0.0.0.0"]) {
			for (const host of [...spellings(address), ...embeddedSpellings(address), "localhost", "LOCALHOST."]) {
				for (const scheme of ["http", "https"]) {
					const outcome = await egress.send(call(`${scheme}://${host}:${canary.port}/latest/meta-data`));
					expect(outcome, `${scheme} ${host}`).toMatchObject({ stage: "never_sent" });
				}
			}
		}
		expect(canary.connections).toBe(0);
	});

	test("gets no connection through a name that leads to it", async () => {
		const canary = await serve();
		const egress = door({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
		for (const scheme of ["http", "https"]) {
			const outcome = await egress.send(call(`${scheme}://pos.example.test:${canary.port}/`));
			expect(outcome).toMatchObject({ stage: "never_sent", reason: "address_not_allowed" });
			expect(outcome).toMatchObject({ detail: expect.stringContaining("pos.example.test at 127.0.0.1") });
		}
		expect(canary.connections).toBe(0);
	});

	test("gets no connection through a name with a good and a bad address, in either order", async () => {
		const canary = await serve({ host: "0.0.0.0" });
		const good = { address: "127.0.0.2", family: 4 };
		for (const bad of [
			{ address: "127.0.0.1", family: 4 },
			{ address: "::1", family: 6 },
		]) {
			for (const answer of [
				[good, bad],
				[bad, good],
			]) {
				const egress = door({ allow_cidrs: ["127.0.0.2/32"], resolve: async () => answer });
				const outcome = await egress.send(call(`http://pos.example.test:${canary.port}/`));
				expect(outcome).toMatchObject({ stage: "never_sent", reason: "address_not_allowed" });
			}
		}
		expect(canary.connections).toBe(0);
	});

	test("gets no connection from a name server that answers well first and badly afterwards", async () => {
		const canary = await serve();
		const pos = await openTestServer((socket) => socket.end(reply(200, "", { connection: "close" })), {
			host: "127.0.0.2",
			port: canary.port,
		});
		opened.push(pos);
		let asked = 0;
		const resolve = async () => [{ address: ++asked % 2 === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
		const egress = door({ allow_cidrs: ["127.0.0.2/32"], resolve });
		const stages = new Set<string>();
		for (let n = 0; n < 500; n++)
			stages.add((await egress.send(call(`http://pos.example.test:${canary.port}/`))).stage);
		expect(stages).toEqual(new Set(["answered", "never_sent"]));
		expect([canary.connections, asked]).toEqual([0, 500]);
		expect(pos.connections).toBe(250);
	});

	test("is reached when the operator lists it, by address and as localhost", async () => {
		const server = await serve();
		const both = async () => [
			{ address: "::1", family: 6 },
			{ address: "127.0.0.1", family: 4 },
		];
		const egress = door({ allow_cidrs: ["127.0.0.0/8"], resolve: both });
		for (const host of ["127.0.0.1", "localhost", "0x7f.1"]) {
			const outcome = await egress.send(call(`http://${host}:${server.port}/`));
			expect(outcome, host).toMatchObject({ stage: "answered", status: 200 });
		}
	});
});

describe("a name without an address", () => {
	test("means that nothing was sent", async () => {
		const nowhere = door({ resolve: async () => [] });
		expect(await nowhere.send(call("https://pos.example.test/"))).toMatchObject({ reason: "address_not_allowed" });
		const failure = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
		const unknown = door({ resolve: () => Promise.reject(failure) });
		expect(await unknown.send(call("https://pos.example.test/"))).toMatchObject({
			stage: "never_sent",
			reason: "dns_failed",
			detail: "ENOTFOUND",
		});
	});

	test("is asked for once however many calls wait for it", async () => {
		let asked = 0;
		const failure = Object.assign(new Error("try again"), { code: "EAI_AGAIN" });
		const resolve = async () => {
			asked++;
			throw failure;
		};
		const egress = door({ resolve });
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, () => egress.send(call("https://pos.example.test/"))),
		);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ stage: "never_sent", reason: "dns_failed" });
		expect(asked).toBe(1);
	});
});

describe("https", () => {
	const to_here = async () => [{ address: "127.0.0.1", family: 4 }];
	const local = { allow_cidrs: ["127.0.0.0/8"], resolve: to_here, extra_ca: [TEST_CERTIFICATE] };
	const tls = { key: TEST_KEY, cert: TEST_CERTIFICATE };

	test("connects to the address but keeps the name", async () => {
		let name: string | undefined;
		const SNICallback = (asked: string, done: (error: Error | null) => void) => {
			name = asked;
			done(null);
		};
		const server = await serve({ tls: { ...tls, SNICallback } });
		const outcome = await door(local).send(call(`https://pos.example.test:${server.port}/`));
		expect(outcome).toMatchObject({ stage: "answered", status: 200 });
		expect(name).toBe("pos.example.test");
		expect(server.requests[0]).toContain(`host: pos.example.test:${server.port}\r\n`);
	});

	test("never accepts a certificate of another name, an unknown issuer or an old one", async () => {
		const good = await serve({ tls });
		const expired = await serve({ tls: { key: TEST_KEY, cert: EXPIRED_CERTIFICATE } });
		const attempts: [string, Partial<EgressOptions>][] = [
			[`https://other.example.test:${good.port}/`, local],
			[`https://127.0.0.1:${good.port}/`, local],
			[`https://pos.example.test:${good.port}/`, { ...local, extra_ca: [] }],
			[`https://pos.example.test:${expired.port}/`, { ...local, extra_ca: [EXPIRED_CERTIFICATE] }],
		];
		for (const [url, options] of attempts) {
			const outcome = await door(options).send(call(url));
			expect(outcome, url).toMatchObject({ stage: "never_sent", reason: "tls_failed" });
		}
		expect([...good.requests, ...expired.requests]).toEqual([]);
	});

	test("to a server that does not speak it means that nothing was sent", async () => {
		const plain = await serve({ onConnection: (socket) => socket.write("220 mail.example.test ESMTP\r\n") });
		const outcome = await door(local).send(call(`https://pos.example.test:${plain.port}/`));
		expect(outcome).toMatchObject({ stage: "never_sent", reason: "tls_failed" });
	});

	test("to a server that accepts and stays silent means that nothing was sent", async () => {
		const silent = await serve();
		const egress = door({ ...local, connect_timeout_ms: 60 });
		const outcome = await egress.send(call(`https://pos.example.test:${silent.port}/`));
		expect(outcome).toMatchObject({ stage: "never_sent", reason: "connect_timeout" });
	});

	test("to a server that hangs up in the handshake means that nothing was sent", async () => {
		const rude = await serve({ onConnection: (socket) => socket.destroy() });
		const outcome = await door(local).send(call(`https://pos.example.test:${rude.port}/`));
		expect(outcome).toMatchObject({ stage: "never_sent" });
	});
});
