import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** What a text from the environment turned out to be: a value, or a sentence that completes "NAME must be …". */
export type Reading<T> = { value: T } | { expected: string };

/** A whole number within bounds. */
export function readWhole(text: string, min: number, max: number): Reading<number> {
	const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	return value >= min && value <= max ? { value } : { expected: `a whole number from ${min} to ${max}` };
}

/** `0` or `1`. */
export function readSwitch(text: string): Reading<boolean> {
	return text === "0" || text === "1" ? { value: text === "1" } : { expected: "0 or 1" };
}

/** One of the given words. */
export function readWord<const W extends string>(text: string, words: readonly W[]): Reading<W> {
	const value = words.find((word) => word === text);
	return value === undefined ? { expected: `one of ${words.join(", ")}` } : { value };
}

/** A comma-separated list of the given words, at least one, none twice. */
export function readWords<const W extends string>(text: string, words: readonly W[]): Reading<W[]> {
	const parts = splitList(text);
	const value = parts.flatMap((part) => words.find((word) => word === part) ?? []);
	const is_fine = value.length > 0 && value.length === parts.length && new Set(value).size === value.length;
	return is_fine ? { value } : { expected: `a comma-separated list of ${words.join(" and ")}` };
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** An address or host name to listen on. */
export function readHost(text: string): Reading<string> {
	// A name of digits and dots that is no address is a mistyped address, not a name.
	const is_host = isIP(text) !== 0 || (HOST_NAME.test(text) && !/^[\d.]+$/.test(text));
	return is_host ? { value: text } : { expected: "an IP address or host name, without port" };
}

/** An absolute http(s) URL without credentials, query and fragment; a slash at the end is taken off. */
export function readBaseUrl(text: string): Reading<string> {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const is_fine =
		url !== undefined &&
		(url.protocol === "http:" || url.protocol === "https:") &&
		url.username === "" &&
		url.password === "" &&
		!/[?#]/.test(text);
	if (!is_fine) return { expected: "an http:// or https:// URL without credentials, query and fragment" };
	return { value: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}

/** What comes before the hosts of a database URL, the hosts, and the rest. */
const DATABASE_URL = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]*)(.*)$/;

/**
 * A PostgreSQL connection URL with one host or several, `host:5432,host:5432`, of which the hub finds the one that takes
 * writes. The text is never repeated: it may hold a password.
 */
export function readDatabaseUrl(text: string): Reading<string> {
	const [, front = "", hosts = "", rest = ""] = DATABASE_URL.exec(text) ?? [];
	if (front !== "" && hosts.split(",").every((host) => URL.canParse(`${front}${host}${rest}`))) return { value: text };
	return { expected: "a URL of the form postgres://user:password@host:5432/database" };
}

/** A comma-separated list of address ranges, in their canonical spelling. */
export function readRanges(text: string): Reading<string[]> {
	const parts = splitList(text);
	const wrong = parts.find((part) => !isRange(part));
	if (wrong === undefined) return { value: parts };
	return { expected: `comma-separated ranges such as 10.0.0.0/8 or fd00::/8; "${wrong.slice(0, 60)}" is none` };
}

function isRange(text: string): boolean {
	if (!ipaddr.isValidCIDR(text)) return false;
	const [address, bits] = ipaddr.parseCIDR(text);
	// 10.1.2.3/8 is probably a slip for one of its two meanings: say so instead of opening sixteen million addresses.
	const network = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
	return network.networkAddressFromCIDR(text).toString() === address.toString() && bits >= 0;
}

function splitList(text: string): string[] {
	return text
		.split(",")
		.map((part) => part.trim())
		.filter(Boolean);
}

/** A connection URL that may be shown: the password, in either place, is replaced. */
export function withoutPassword(database_url: string): string {
	const [, front = "", hosts = "", rest = ""] = DATABASE_URL.exec(database_url) ?? [];
	const [first = ""] = hosts.split(",");
	const url = new URL(`${front}${first}${rest}`);
	if (url.password !== "") url.password = "redacted";
	for (const name of [...url.searchParams.keys()]) {
		if (/pass|secret|key/i.test(name)) url.searchParams.set(name, "redacted");
	}
	return url.toString().replace(DATABASE_URL, (_, start, __, end) => `${start}${hosts}${end}`);
}
