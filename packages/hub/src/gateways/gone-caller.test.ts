import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Type } from "typebox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { endpoint } from "./endpoint.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";

let app: ReturnType<typeof createHttp>;
let port: number;
/** What the handler saw of its caller: when it began, and when it was told to look again. */
let looks: boolean[];
let begun: PromiseWithResolvers<void>;
let look: PromiseWithResolvers<void>;

beforeEach(async () => {
	looks = [];
	[begun, look] = [Promise.withResolvers(), Promise.withResolvers()];
	app = createHttp({
		log: createLog({ level: "silent" }),
		metrics: createMetrics(),
		config: { public_url: "https://hub.example.test" },
	});
	const slow = endpoint({
		...{ method: "POST", path: "/slow", auth: "none", summary: "Takes long", errors: [] },
		replies: { 200: Type.Object({}) },
		handler: async (call) => {
			looks.push(call.isGone());
			begun.resolve();
			await look.promise;
			looks.push(call.isGone());
			return { status: 200, body: {} };
		},
	});
	mountEndpoints(app, [slow], { authenticate: () => Promise.reject(new Error("nobody signs in")) });
	port = Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
});
afterEach(() => app.close());

async function ask(): Promise<Socket> {
	const socket = connect(port, "127.0.0.1");
	socket.write("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
	await begun.promise;
	return socket;
}

test.each([
	["ends its connection", (socket: Socket) => socket.end()],
	["resets it", (socket: Socket) => socket.resetAndDestroy()],
])("a handler can tell that its caller %s", async (_, leave) => {
	const socket = await ask();
	leave(socket);
	while (app.server.listening && (await connections()) > 0) await pause(1);
	look.resolve();
	await expect.poll(() => looks).toEqual([false, true]);
});

test("a caller who waits is there", async () => {
	const socket = await ask();
	look.resolve();
	await expect.poll(() => looks).toEqual([false, false]);
	socket.destroy();
});

function connections(): Promise<number> {
	return new Promise((resolve, reject) =>
		app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
	);
}
