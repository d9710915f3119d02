import ipaddr from "ipaddr.js";
import { type Finding, finding, type Settings } from "./doctor-parts.ts";

/** Where cloud machines keep their credentials: the first thing that a forged URL asks for. */
const METADATA = ["169.254.169.254", "fd00:ec2::254"];

/** Is the public URL one that others can and should use, and is the hub's reach outward as narrow as can be? */
export function checkAddresses(settings: Settings): Finding[] {
	return [checkPublicUrl(settings), checkEgress(settings)];
}

function checkPublicUrl(settings: Settings): Finding {
	const url = new URL(settings.public_url);
	if (isLoopback(url.hostname)) {
		if (settings.sandbox) return finding("public-url", "PASS", `${settings.public_url}, for this machine alone`);
		const fix = "Set PUBLIC_URL to the address under which POS and DSP systems reach this hub.";
		return finding("public-url", "WARN", `${settings.public_url} is reachable from this machine alone`, fix);
	}
	if (url.protocol === "https:") return finding("public-url", "PASS", settings.public_url);
	const fix = "Put a TLS proxy in front and set PUBLIC_URL to its https:// address.";
	return finding("public-url", "WARN", `${settings.public_url} carries tokens unencrypted`, fix);
}

function checkEgress(settings: Settings): Finding {
	const { egress_allow } = settings;
	if (egress_allow.length === 0) return finding("egress", "PASS", "outgoing calls reach public addresses alone");
	const list = egress_allow.join(", ");
	if (egress_allow.some((range) => METADATA.some((address) => covers(range, address)))) {
		const fix = "Narrow TICKETRAIL_EGRESS_ALLOW to the addresses of your POS and DSP systems.";
		return finding("egress", "WARN", `${list} covers the address of cloud credentials`, fix);
	}
	return finding("egress", "PASS", `outgoing calls reach public addresses and ${list}`);
}

function covers(range: string, address: string): boolean {
	const [network, bits] = ipaddr.parseCIDR(range);
	const one = ipaddr.parse(address);
	return one.kind() === network.kind() && one.match(network, bits);
}

function isLoopback(hostname: string): boolean {
	const bare = hostname.replace(/^\[|\]$/g, "");
	return bare === "localhost" || (ipaddr.isValid(bare) && ipaddr.parse(bare).range() === "loopback");
}
