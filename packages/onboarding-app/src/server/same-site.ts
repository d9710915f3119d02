import type { IncomingMessage } from "node:http";
import { PartnerFailure } from "../partner/partner-failure.ts";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Refuse a request that a page of another site makes, or one that reached this app under a name that is not its own (a name that
 * somebody pointed at this machine). Whoever reaches the door acts with the partner's credentials.
 */
export function refuseOtherSites(request: Pick<IncomingMessage, "headers">, public_url: string): void {
	const own = new URL(public_url);
	const hosts = LOOPBACK.includes(own.hostname) ? LOOPBACK : [own.hostname];
	const { origin, host = "" } = request.headers;
	const asked = [`http://${host}`, ...(origin === undefined ? [] : [origin])];
	const is_ours = asked.every((address) => URL.canParse(address) && hosts.includes(new URL(address).hostname));
	const is_same_port = origin === undefined || (URL.canParse(origin) && new URL(origin).port === own.port);
	if (!is_ours || !is_same_port) throw new PartnerFailure(400, "foreign_origin", "Another site may not call this.");
}
