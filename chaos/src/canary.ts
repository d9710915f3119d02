import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openHistory } from "@ticketrail/history";

/** A server that nobody has registered and nobody may call: whatever reaches it is noted. */
export interface Canary {
	url: string;
	close(): Promise<void>;
}

export async function openCanary(history_file: string): Promise<Canary> {
	const history = openHistory(history_file, { actor: "canary" });
	const server = createServer((request, response) => {
		const has_token = request.headers.authorization !== undefined;
		const end = history.begin({ op: "called", content: { method: request.method, has_token } });
		request.resume().once("end", () => {
			end({ kind: "ok", status: 200 });
			response.writeHead(200, { "content-type": "application/json" }).end("{}");
		});
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/astray`,
		async close() {
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
			history.close();
		},
	};
}
