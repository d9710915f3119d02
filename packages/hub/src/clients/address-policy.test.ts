import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";
import { embeddedSpellings, INNER_ADDRESSES, spellings } from "./test-spellings.ts";

const closed = createAddressPolicy([]);

describe("an address that is not public", () => {
	const table = INNER_ADDRESSES.flatMap((address) => [...spellings(address), ...embeddedSpellings(address)]);

	test("is refused in every one of many hundred spellings", () => {
		expect(new Set(table).size).toBeGreaterThan(600);
		const passed = table.filter((host) => closed.target(`https://${host}/`).ok);
		expect(passed).toEqual([]);
	});

	test("is refused in every spelling with a path, a port, a query or another case", () => {
		for (const host of table) {
			for (const url of [
				`https://${host}:443/stream-pos/v1/orders?x=1#y`,
				`https://${host}:8443`,
				`HTTPS://${host.toUpperCase()}/`,
				`http://${host}/`,
				`http:\\\\${host}\\`,
				` https://${host}/ `,
			]) {
				expect(closed.target(url).ok, url).toBe(false);
			}
		}
	});

	test("is refused as the answer of a name server, too", () => {
		for (const address of INNER_ADDRESSES) {
			expect(closed.allows(address, false)).toBe(false);
			expect(closed.allows(`::ffff:${address}`, false)).toBe(false);
		}
		for (const address of [
			"::1",
			"::",
			"fe80::1",
			"fe80::1%eth0",
			"fc00::1",
			"fd12::1",
			"ff02::1",
			"fec0::1",
			"100::1",
		]) {
			expect(closed.allows(address, false), address).toBe(false);
		}
	});
});

describe("what is not a plain web address", () => {
	test.each([
		"",
		"pos.example.test",
		"//pos.example.test/",
		"ftp://pos.example.test/",
		"file:///etc/passwd",
		"gopher://pos.example.test/",
		"data:text/plain,x",
		"javascript:alert(1)",
		"https://user@pos.example.test/",
		"https://user:pass@pos.example.test/",
		"https://:pass@pos.example.test/",
		"https://",
		"https://[",
		"https://[::1",
		"https://999.1.1.1/",
		"https://1.2.3.4.5/",
		"https://0x1ffffffff/",
		`https://pos.example.test/${"a".repeat(5000)}`,
	])("is refused: %s", (url) => {
		expect(closed.target(url).ok).toBe(false);
	});

	test("no text whatever makes the policy throw", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV4(), fc.ipV6()), (text) => {
				expect(typeof closed.target(text).ok).toBe("boolean");
				expect(typeof closed.allows(text, false)).toBe("boolean");
			}),
		);
	});
});

describe("a public address", () => {
	test.each([
		"https://pos.example.test/",
		"https://8.8.8.8/",
		"https://pos.example.test:8443/v1",
		"https://[2606:4700::1111]/",
	])("is reachable by https: %s", (url) =>
		expect(closed.target(url)).toMatchObject({ ok: true, needs_listed_address: false }),
	);

	test("needs to be listed for plain http or an unusual port", () => {
		for (const url of ["http://pos.example.test/", "https://pos.example.test:9443/", "http://pos.example.test:443/"]) {
			expect(closed.target(url)).toMatchObject({ ok: true, needs_listed_address: true });
		}
		for (const url of ["http://8.8.8.8/", "https://8.8.8.8:22/"]) expect(closed.target(url).ok).toBe(false);
		expect(closed.allows("8.8.8.8", true)).toBe(false);
		expect(createAddressPolicy(["8.8.8.0/24"]).target("http://8.8.8.8:8080/").ok).toBe(true);
	});
});

describe("the operator's list", () => {
	test("opens exactly its ranges, for http and any port", () => {
		const policy = createAddressPolicy(["127.0.0.0/8", "fd00::/8", "192.168.7.9"]);
		expect(policy.target("http://127.0.0.1:4001/x").ok).toBe(true);
		expect(policy.target("http://0x7f.1:4001/x").ok).toBe(true);
		expect(policy.target("http://[fd00::5]/").ok).toBe(true);
		expect(policy.target("http://192.168.7.9/").ok).toBe(true);
		for (const url of ["http://192.168.7.8/", "http://[::1]/", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/"]) {
			expect(policy.target(url).ok, url).toBe(false);
		}
	});

	test("a malformed entry is a configuration error that names it", () => {
		for (const entry of ["", "localhost", "127.0.0.0/33", "127.1/8", "0x7f000001", "::1/129", "10.0.0.0/8;x"]) {
			expect(() => createAddressPolicy([entry])).toThrow(expect.objectContaining({ code: "configuration" }));
		}
	});
});
