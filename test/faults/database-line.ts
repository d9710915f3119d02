import { connect, createServer, type Socket } from "node:net";

/** A transaction that has come to its COMMIT and no further. */
export interface HeldCommit {
	/** Let it go on. */
	release(): void;
	/** Break its connection on both sides. */
	cut(): void;
}

/** The line between the hubs and their PostgreSQL, which can fail in the ways that lines and servers do. */
export interface DatabaseLine {
	url: string;
	/**
	 * Stop the next transaction that says all of the words at its COMMIT: `before` the server hears it, or `after` the server has done
	 * it and before the hub hears so. Words are values and names of statements; the text of one with a name is said only once on
	 * each connection. Resolves when it stands there.
	 */
	holdCommit(where: "before" | "after", words: readonly string[]): Promise<HeldCommit>;
	/** Break every connection when the next statement that says the word arrives, which is not passed on. Resolves when it has. */
	cutAt(word: string): Promise<void>;
	/** `refuse`: nobody listens and what was open is broken. `silence`: taken and never answered, open ones too. */
	fail(how: "refuse" | "silence"): void;
	/** Everything passes again; what fell silent is broken. */
	heal(): void;
	close(): Promise<void>;
}

interface Watch {
	where: "before" | "after";
	words: readonly string[];
	found: (held: HeldCommit) => void;
}

/** Lay such a line to the server of a URL. */
export async function layDatabaseLine(database_url: string): Promise<DatabaseLine> {
	const target = new URL(database_url);
	const [host, port] = [target.hostname, Number(target.port)];
	const sockets = new Set<Socket>();
	let watches: Watch[] = [];
	let cut_at: { word: string; done: () => void } | undefined;
	let failing: "refuse" | "silence" | undefined;

	const server = createServer((client) => {
		remember(client);
		if (failing === "refuse") return void client.destroy();
		if (failing === "silence") return;
		const upstream = connect(port, host);
		remember(upstream);
		let said = "";
		let held: Watch | undefined;
		client.on("data", (chunk) => {
			if (failing === "silence") return;
			const text = chunk.toString("latin1");
			said += text;
			if (cut_at !== undefined && text.includes(cut_at.word)) {
				breakAll();
				cut_at.done();
				cut_at = undefined;
				return;
			}
			if (!text.includes("COMMIT")) return void upstream.write(chunk);
			const watch = watches.find(({ words }) => words.every((word) => said.includes(word)));
			said = "";
			if (watch === undefined) return void upstream.write(chunk);
			watches = watches.filter((other) => other !== watch);
			held = watch;
			if (watch.where === "after") return void upstream.write(chunk);
			watch.found({ release: () => void upstream.write(chunk), cut });
		});
		upstream.on("data", (chunk) => {
			if (failing === "silence") return;
			// "COMMIT" with a zero is the server's word that it has committed
			if (held?.where !== "after" || !chunk.includes("COMMIT\0")) return void client.write(chunk);
			held.found({ release: () => void client.write(chunk), cut });
			held = undefined;
		});
		client.on("close", () => upstream.destroy());
		upstream.on("close", () => client.destroy());

		function cut(): void {
			client.destroy();
			upstream.destroy();
		}
	});

	function remember(socket: Socket): void {
		sockets.add(socket);
		socket.on("error", () => {});
		socket.on("close", () => sockets.delete(socket));
	}
	function breakAll(): void {
		for (const socket of sockets) socket.destroy();
	}

	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	target.port = String((server.address() as { port: number }).port);
	return {
		url: target.href,
		holdCommit: (where, words) => new Promise((found) => watches.push({ where, words, found })),
		cutAt: (word) =>
			new Promise((done) => {
				cut_at = { word, done };
			}),
		fail(how) {
			failing = how;
			if (how === "refuse") breakAll();
		},
		heal() {
			if (failing === "silence") breakAll();
			failing = undefined;
		},
		async close() {
			const closed = new Promise((done) => server.close(done));
			breakAll();
			await closed;
		},
	};
}
