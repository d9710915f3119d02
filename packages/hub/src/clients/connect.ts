import { connect as connectTcp, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, getCACertificates } from "node:tls";
import type { buildConnector } from "undici";
import { type AddressPolicy, notAllowed } from "./address-policy.ts";

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

/** A connection was not made for a reason of ours. */
class ConnectError extends Error {
	readonly code: "ADDRESS_NOT_ALLOWED" | "CONNECT_TIMEOUT";

	constructor(code: ConnectError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * How one origin is connected to. An address is judged three times: as a literal in the URL (before this), as the answer
 * of the resolver, and as the peer of the connected socket. The connection goes to the judged answers, never to a second
 * look-up; TLS keeps the name and is never relaxed (reliability.md A2, F22). `timeout_ms` covers name, TCP and TLS.
 */
export function createConnector(options: {
	policy: AddressPolicy;
	needs_listed_address: boolean;
	resolve: Resolve;
	timeout_ms: number;
	extra_ca: readonly string[] | undefined;
}): buildConnector.connector {
	const { policy, needs_listed_address } = options;
	const isAllowed = (address: string) => policy.allows(address, needs_listed_address);
	const ca = options.extra_ca && [...getCACertificates("default"), ...options.extra_ca];
	let session: Buffer | undefined;

	return (target, callback) => {
		const is_tls = target.protocol === "https:";
		const to = { host: target.hostname, port: Number(target.port) || (is_tls ? 443 : 80), lookup: judgedLookup };
		const socket = is_tls ? openTls(to) : connectTcp(to);
		socket.setNoDelay(true).setKeepAlive(true, 60_000);
		const timer = setTimeout(() => {
			socket.destroy(new ConnectError("CONNECT_TIMEOUT", `no connection within ${options.timeout_ms} ms`));
		}, options.timeout_ms);
		const onError = (error: Error) => {
			clearTimeout(timer);
			callback(error, null);
		};
		socket.once("error", onError);
		socket.once(is_tls ? "secureConnect" : "connect", () => {
			const address = socket.remoteAddress ?? "";
			if (!isAllowed(address)) {
				return socket.destroy(new ConnectError("ADDRESS_NOT_ALLOWED", notAllowed(address, needs_listed_address)));
			}
			clearTimeout(timer);
			socket.off("error", onError);
			callback(null, socket);
		});
	};

	function openTls(to: { host: string; port: number; lookup: LookupFunction }): Socket {
		const socket = connectTls({
			...to,
			...(ca && { ca }),
			...(session && { session }),
			servername: /^[\d.]+$|:/.test(to.host) ? "" : to.host,
			ALPNProtocols: ["http/1.1"],
			rejectUnauthorized: true,
		});
		socket.on("session", (ticket) => {
			session = ticket;
		});
		return socket;
	}

	function judgedLookup(...[hostname, lookup, callback]: Parameters<LookupFunction>): void {
		options.resolve(hostname).then(
			(answers) => {
				const refused = answers.find(({ address }) => !isAllowed(address));
				const passed = isLocalhost(hostname) ? answers.filter(({ address }) => isAllowed(address)) : answers;
				const [first] = passed;
				if (first === undefined || (refused !== undefined && !isLocalhost(hostname))) {
					const what = refused === undefined ? `${hostname}, without an address,` : `${hostname} at ${refused.address}`;
					callback(new ConnectError("ADDRESS_NOT_ALLOWED", notAllowed(what, needs_listed_address)), "");
				} else if (lookup.all) callback(null, passed);
				else callback(null, first.address, first.family);
			},
			(error) => callback(error, ""),
		);
	}
}

/** Many connections to one name open at the same time: one question to the resolver serves them all. */
export function shareLookups(resolve: Resolve): Resolve {
	const under_way = new Map<string, ReturnType<Resolve>>();
	return (hostname) => {
		const shared = under_way.get(hostname);
		if (shared !== undefined) return shared;
		const asked = resolve(hostname).finally(() => under_way.delete(hostname));
		under_way.set(hostname, asked);
		return asked;
	};
}

// `localhost` is the machine itself by definition (RFC 6761): a list that opens 127.0.0.0/8 means it, although the
// resolver answers ::1 as well. Any other name with one refused answer is refused.
function isLocalhost(hostname: string): boolean {
	return hostname === "localhost" || hostname.endsWith(".localhost");
}
