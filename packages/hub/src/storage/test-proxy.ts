import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy in front of PostgreSQL that can lose an answer. */
export interface CutProxy {
	url: string;
	/** From now on everything passes. */
	heal(): void;
	close(): Promise<void>;
}

/**
 * Pass everything, until the client sends a message that contains `after`: that one still reaches the server, its
 * answer is lost and the connection is cut.
 */
export async function cutProxy(database_url: string, options: { after: string }): Promise<CutProxy> {
	const target = new URL(database_url);
	const [host, port] = [target.hostname, Number(target.port)];
	const sockets = new Set<Socket>();
	let is_healed = false;
	const server = createServer((client) => {
		const upstream = connect(port, host);
		let is_cut = false;
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on("error", () => {});
			socket.on("close", () => sockets.delete(socket));
		}
		client.on("data", (chunk) => {
			if (!is_healed && chunk.includes(options.after)) is_cut = true;
			upstream.write(chunk);
		});
		// an answer means that the server has done it
		upstream.on("data", (chunk) => (is_cut ? client.destroy() : client.write(chunk)));
		client.on("close", () => upstream.destroy());
		upstream.on("close", () => client.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	target.port = String((server.address() as { port: number }).port);
	return {
		url: target.href,
		heal() {
			is_healed = true;
		},
		close() {
			for (const socket of sockets) socket.destroy();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
