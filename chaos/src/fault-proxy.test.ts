import { createServer, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type FaultProxy, type LineFault, startFaultProxy } from "./fault-proxy.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

/** A server that counts what reached it whole, and a line to it. */
async function openLine() {
	const arrived: string[] = [];
	const gone: string[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += chunk;
		});
		request.on("end", () => {
			arrived.push(body);
			response.once("close", () => (response.writableFinished ? undefined : gone.push(body)));
			if (body !== "never") response.end(`thank you for ${body}`);
		});
		request.on("error", () => {});
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const line = await startFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	closers.push(line.close, () => {
		server.closeAllConnections();
		return new Promise((done) => server.close(done));
	});
	return { line, arrived, gone };
}

/** What became of one request: the answer's text, or how it failed. */
function ask(line: FaultProxy, body: string, patience_ms = 400): Promise<string> {
	return new Promise((resolve) => {
		const request = sendRequest(line.url, { method: "POST", agent: false }, (response) => {
			let text = "";
			response.on("data", (chunk) => {
				text += chunk;
			});
			response.on("end", () => resolve(response.complete ? text : `half: ${text}`));
			response.on("error", () => resolve(`half: ${text}`));
		});
		request.on("error", (error) => resolve(`failed: ${(error as NodeJS.ErrnoException).code}`));
		request.setTimeout(patience_ms, () => {
			resolve("no answer");
			request.destroy();
		});
		request.end(body);
	});
}

const struck = async (fault: LineFault) => {
	const { line, arrived } = await openLine();
	line.plan = () => fault;
	return { outcome: await ask(line, "soup"), arrived, counts: line.counts };
};

test("an untouched line passes requests and answers on", async () => {
	const { line } = await openLine();
	expect(await ask(line, "soup")).toBe("thank you for soup");
});

test("a request that is lost on the way never arrives", async () => {
	const { outcome, arrived, counts } = await struck({ kind: "reset_before" });
	expect([outcome, arrived, counts]).toEqual(["failed: ECONNRESET", [], { reset_before: 1 }]);
});

test("a request whose connection breaks when it has left may have arrived", async () => {
	const { line, arrived } = await openLine();
	line.plan = () => ({ kind: "reset_sent" });
	expect(await ask(line, "soup")).toBe("failed: ECONNRESET");
	line.plan = undefined;
	await ask(line, "tea");
	expect(arrived).toContain("tea");
});

test("an answer that is lost on the way was given", async () => {
	const { outcome, arrived } = await struck({ kind: "reset_after" });
	expect([outcome, arrived]).toEqual(["failed: ECONNRESET", ["soup"]]);
});

test("an answer is cut in the middle", async () => {
	const { outcome, arrived } = await struck({ kind: "truncate" });
	expect(arrived).toEqual(["soup"]);
	expect(outcome).not.toBe("thank you for soup");
});

test("an answer comes late, or byte by byte, and whole", async () => {
	expect((await struck({ kind: "delay", delay_ms: 50 })).outcome).toBe("thank you for soup");
	expect((await struck({ kind: "trickle", bytes: 40, every_ms: 2 })).outcome).toBe("thank you for soup");
});

test("a swallowed request leaves its sender waiting", async () => {
	const { outcome, arrived } = await struck({ kind: "swallow" });
	expect([outcome, arrived]).toEqual(["no answer", []]);
});

test("who gives up is seen to be gone at the other end at once", async () => {
	const { line, gone } = await openLine();
	expect(await ask(line, "never", 50)).toBe("no answer");
	await expect.poll(() => gone).toEqual(["never"]);
});

test("a line that is cut refuses everybody until it is mended", async () => {
	const { line, arrived } = await openLine();
	line.is_cut = true;
	expect(await ask(line, "soup")).toMatch(/^failed/);
	line.is_cut = false;
	expect(await ask(line, "tea")).toBe("thank you for tea");
	expect(arrived).toEqual(["tea"]);
});
