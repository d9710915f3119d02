import ipaddr from "ipaddr.js";
import { HubError } from "../base/error.ts";

/** Where a request may go, decided from its URL alone; names are decided again when they are resolved. */
export type Target =
	| {
			ok: true;
			url: URL;
			/** plain http or an unusual port: only addresses that the operator listed will do */
			needs_listed_address: boolean;
	  }
	| { ok: false; reason: "url_not_allowed" | "address_not_allowed"; detail: string };

/** Which addresses outgoing calls may reach (reliability.md A1, A2): public unicast, and what the operator listed. */
export interface AddressPolicy {
	/** Judge a URL and, when its host is an address in any spelling, that address. */
	target(url: string): Target;
	/** Judge one resolved or connected address. */
	allows(address: string, needs_listed_address: boolean): boolean;
}

type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

const URL_MAX = 4096;
const PUBLIC_PORTS = new Set(["", "443", "8443"]);

// Answers only inside one cloud, where it hands out the configuration of the machine, yet it lies in public space.
const PUBLIC_BUT_LOCAL: readonly Cidr[] = [ipaddr.IPv4.parseCIDR("168.63.129.16/32")];

// What may be routed at all; IPv4-compatible (::/96) and everything unassigned lies outside.
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * The policy with the operator's CIDRs (`TICKETRAIL_EGRESS_ALLOW`), each an address or a range in the plain spelling.
 * Throws `configuration` for a malformed one.
 */
export function createAddressPolicy(allow_cidrs: readonly string[]): AddressPolicy {
	const listed = allow_cidrs.map(parseCidr);
	const allows = (address: string, needs_listed_address: boolean): boolean => {
		if (!ipaddr.isValid(address)) return false;
		const parsed = ipaddr.parse(address);
		return isWithin(parsed, listed) || (!needs_listed_address && isPublic(parsed));
	};
	return {
		allows,
		target(text) {
			const url = text.length <= URL_MAX ? URL.parse(text) : null;
			if (url === null) return refuse("url_not_allowed", "it is not a URL");
			if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("url_not_allowed", "it is not https");
			if (url.username !== "" || url.password !== "") return refuse("url_not_allowed", "it carries a user name");
			const needs_listed_address = url.protocol === "http:" || !PUBLIC_PORTS.has(url.port);
			const literal = literalAddress(url.hostname);
			if (literal !== undefined && !allows(literal, needs_listed_address)) {
				return refuse("address_not_allowed", notAllowed(literal, needs_listed_address));
			}
			return { ok: true, url, needs_listed_address };
		},
	};
}

/** A sentence for the operator: why this address is out of reach, and what would open it. */
export function notAllowed(address: string, needs_listed_address: boolean): string {
	return needs_listed_address
		? `${address} takes only https on port 443 or 8443 unless TICKETRAIL_EGRESS_ALLOW lists it`
		: `${address} is not a public address and TICKETRAIL_EGRESS_ALLOW does not list it`;
}

function refuse(reason: "url_not_allowed" | "address_not_allowed", detail: string): Target {
	return { ok: false, reason, detail };
}

// WHATWG URL parsing has turned every spelling of an IPv4 address (decimal, octal, hex, short) into four decimal parts,
// and refuses every other host that ends in a number.
function literalAddress(hostname: string): string | undefined {
	if (hostname.startsWith("[")) return hostname.slice(1, -1);
	return /^[\d.]+$/.test(hostname) ? hostname : undefined;
}

// IPv4 inside IPv6 in any form (mapped, compatible, NAT64, 6to4, Teredo) is not unicast here, so it cannot smuggle.
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
	if (address.range() !== "unicast") return false;
	if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST_V6);
	return !isWithin(address, PUBLIC_BUT_LOCAL);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, cidrs: readonly Cidr[]): boolean {
	return cidrs.some(([base, bits]) => base.kind() === address.kind() && address.match(base as ipaddr.IPv4, bits));
}

function parseCidr(text: string): Cidr {
	const trimmed = text.trim();
	if (ipaddr.IPv4.isValidFourPartDecimal(trimmed)) return [ipaddr.IPv4.parse(trimmed), 32];
	if (ipaddr.IPv4.isValidCIDRFourPartDecimal(trimmed)) return ipaddr.IPv4.parseCIDR(trimmed);
	if (ipaddr.IPv6.isValid(trimmed)) return [ipaddr.IPv6.parse(trimmed), 128];
	if (ipaddr.IPv6.isValidCIDR(trimmed)) return ipaddr.IPv6.parseCIDR(trimmed);
	throw new HubError("configuration", { detail: `TICKETRAIL_EGRESS_ALLOW: "${trimmed}" is not an address or a CIDR` });
}
