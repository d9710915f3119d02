import { connect, createServer, type Socket } from "node:net";

/**
 * How one request through the proxy goes wrong. The protocol does not matter: what a client sends after it was answered
 * begins a request, what comes back is its answer.
 */
export type LineFault =
	/** the request never arrives: the connection is reset when it has left the client */
	| { kind: "reset_before" }
	/** it arrives, and the connection is reset at once */
	| { kind: "reset_sent" }
	/** it arrives and is answered, and the connection is reset in place of the answer */
	| { kind: "reset_after" }
	/** half of the answer arrives, then the connection ends */
	| { kind: "truncate" }
	/** the answer comes so many ms late */
	| { kind: "delay"; delay_ms: number }
	/** the answer comes in pieces of so many bytes, one every `every_ms` */
	| { kind: "trickle"; bytes: number; every_ms: number }
	/** neither request nor answer arrive, and nothing ends */
	| { kind: "swallow" };

/** A line to one server that can be made to fail. */
export interface FaultProxy {
	/** Same scheme, path and credentials as the target, but through the proxy. */
	url: string;
	/** Asked for each request, by its first bytes. */
	plan: ((first_bytes: Buffer) => LineFault | undefined) | undefined;
	/** While true, connections are refused and the open ones are reset: the cable is out. */
	is_cut: boolean;
	/** How often each kind of fault struck. */
	counts: Record<string, number>;
	close(): Promise<void>;
}

/** Open a line to `target`, a URL with a host and a port, on a free local port. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
	const to = new URL(target);
	const clients = new Set<Socket>();
	let is_cut = false;
	const proxy: FaultProxy = {
		url: "",
		plan: undefined,
		counts: {},
		get is_cut() {
			return is_cut;
		},
		set is_cut(cut) {
			is_cut = cut;
			if (cut) for (const client of clients) client.resetAndDestroy();
		},
		async close() {
			const closed = new Promise<void>((done) => server.close(() => done()));
			for (const client of clients) client.destroy();
			await closed;
		},
	};
	const server = createServer((client) => {
		if (is_cut) return void client.resetAndDestroy();
		clients.add(client);
		pass(client, connect(Number(to.port), to.hostname), proxy);
		client.once("close", () => clients.delete(client));
	});
	await new Promise<void>((ready, failed) => {
		server.once("error", failed);
		server.listen(0, "127.0.0.1", ready);
	});
	const through = new URL(target);
	through.port = String((server.address() as { port: number }).port);
	proxy.url = through.href.replace(/\/$/, to.pathname === "/" ? "" : "/");
	return proxy;
}

/** One connection. When either side ends it, the other side hears so at once. */
function pass(client: Socket, upstream: Socket, proxy: FaultProxy): void {
	let fault: LineFault | undefined;
	let isBetween = true;
	const timers = new Set<NodeJS.Timeout>();
	const reset = () => {
		client.resetAndDestroy();
		upstream.resetAndDestroy();
	};
	const later = (ms: number, act: () => void) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			act();
		}, ms);
		timers.add(timer);
	};
	for (const socket of [client, upstream]) {
		socket.setNoDelay(true);
		socket.on("error", () => {});
	}
	client.on("close", () => {
		for (const timer of timers) clearTimeout(timer);
		upstream.destroy();
	});
	upstream.on("close", () => (timers.size > 0 ? undefined : client.destroy()));

	client.on("data", (chunk) => {
		if (isBetween) {
			isBetween = false;
			fault = proxy.plan?.(chunk);
			if (fault) proxy.counts[fault.kind] = (proxy.counts[fault.kind] ?? 0) + 1;
		}
		if (fault?.kind === "reset_before") return reset();
		if (fault?.kind === "swallow") return;
		if (fault?.kind === "reset_sent") upstream.write(chunk, () => setImmediate(reset));
		else upstream.write(chunk);
	});
	upstream.on("data", (chunk) => {
		isBetween = true;
		switch (fault?.kind) {
			case "reset_after":
				return reset();
			case "truncate":
				client.end(chunk.subarray(0, chunk.length / 2));
				return void upstream.destroy();
			case "delay":
				return later(fault.delay_ms, () => client.write(chunk));
			case "trickle": {
				const { bytes, every_ms } = fault;
				for (let at = 0; at < chunk.length; at += bytes)
					later((at / bytes) * every_ms, () => client.write(chunk.subarray(at, at + bytes)));
				return;
			}
			default:
				client.write(chunk);
		}
	});
}
