import { afterEach, expect, test } from "vitest";
import { bearerCall } from "./bearer-call.ts";
import { createEgress } from "./egress.ts";
import { testProvider } from "./test-provider.ts";
import { openTestServer, reply } from "./test-server.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function answerTo(token: string, status: number, body: string): Promise<unknown> {
	const server = await openTestServer((socket) => socket.write(reply(status, body)));
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
	opened.push(server, egress);
	const provider = testProvider({ base_url: server.url });
	const outcome = await bearerCall(egress, provider, token, { method: "GET", path: "locations", max_bytes: 10_000 });
	return outcome.stage === "answered" ? outcome.body.toString("utf8") : outcome;
}

const TOKEN = "merchant/token+0123456789~abcdefgh==";

test("a POS that repeats our token in its answer does not get it into our records, whatever the status", async () => {
	for (const status of [200, 400, 401, 500]) {
		const said = { message: `é ${TOKEN}`, headers: { authorization: `Bearer ${TOKEN}` } };
		const answer = await answerTo(TOKEN, status, JSON.stringify(said));
		expect(answer).toBe('{"message":"é [hidden]","headers":{"authorization":"Bearer [hidden]"}}');
	}
});

test("a token is also known where its slashes are escaped", async () => {
	const escaped = JSON.stringify({ message: TOKEN }).replaceAll("/", "\\/");
	expect(await answerTo(TOKEN, 400, escaped)).toBe('{"message":"[hidden]"}');
});

test("a token too short to be a secret is left alone: it might stand anywhere", async () => {
	expect(await answerTo("1", 200, '{"price":1150}')).toBe('{"price":1150}');
});
