import { describe, expect, test } from "vitest";
import { HubError } from "../../base/error.ts";
import { checkReturnUrl } from "./return-url.ts";

const registered = { origins: ["https://app.partner.example"], is_redirect_uri: true };
const unregistered = { origins: [], is_redirect_uri: true };

function codeOf(text: string, rules: { origins: string[]; is_redirect_uri: boolean }): string {
	try {
		return `accepted ${checkReturnUrl(text, rules)}`;
	} catch (error) {
		if (error instanceof HubError && error.param === "/return_url") return error.code;
		throw error;
	}
}

describe("where a merchant's browser may come back to", () => {
	test("an address on the partner's own origin is kept as it was written", () => {
		for (const text of [
			"https://app.partner.example/callback",
			"https://app.partner.example/a/very/deep/path",
			"https://app.partner.example",
		]) {
			expect(checkReturnUrl(text, registered)).toBe(text);
		}
	});

	test("another spelling of the partner's own origin is stored in its plain form", () => {
		expect(checkReturnUrl("HTTPS://App.Partner.Example:443/cb", registered)).toBe("https://app.partner.example/cb");
		expect(checkReturnUrl("https://app%2Epartner.example/cb", registered)).toBe("https://app.partner.example/cb");
	});

	test("no spelling of a foreign address gets past the list of origins", () => {
		const hostile = [
			"https://evil.example/",
			"http://app.partner.example/cb",
			"https://app.partner.example:8443/cb",
			"https://app.partner.example.evil.example/cb",
			"https://evil.example/https://app.partner.example/cb",
			"https://evilapp.partner.example/cb",
			"https://app.partner.example@evil.example/cb",
			"https://app.partner.example:pass@evil.example/cb",
			"https://app.partner.example%40evil.example/cb",
			"https://evil.example\\@app.partner.example/cb",
			"https://app.partner.example\\.evil.example/cb",
			"https:\\\\app.partner.example\\cb",
			"https://app.partner.example\t.evil.example/cb",
			"https://app.partner.example\n/cb",
			" https://app.partner.example/cb",
			"https://app.partner.example/cb ",
			"https://app.partner.example\u0000/cb",
			"//app.partner.example/cb",
			"/\\evil.example",
			"/cb",
			"https:app.partner.example/cb",
			"https:/app.partner.example/cb",
			"https:///app.partner.example/cb",
			"https://@app.partner.example/cb",
			"https://user@app.partner.example/cb",
			"javascript:alert(1)//https://app.partner.example/",
			"JaVaScRiPt:alert(1)",
			"data:text/html,https://app.partner.example/",
			"blob:https://app.partner.example/1",
			"file:///etc/passwd",
			"ftp://app.partner.example/cb",
			"https://аpp.partner.example/cb",
			"https://[::ffff:7f00:1]/cb",
			"",
			"https://",
			"null",
		];
		for (const text of hostile)
			expect(codeOf(text, registered), text).toMatch(/^(invalid_field|return_url_not_allowed)$/);
	});

	test("a partner without registered origins may use any https address", () => {
		expect(checkReturnUrl("https://anything.example/cb", unregistered)).toBe("https://anything.example/cb");
	});

	test("a partner without registered origins may use plain http on this machine only", () => {
		for (const text of ["http://127.0.0.1:9000/cb", "http://localhost:3000/cb", "http://[::1]:3000/cb"]) {
			expect(checkReturnUrl(text, unregistered)).toBe(text);
		}
		for (const text of [
			"http://partner.example/cb",
			"http://127.0.0.1.evil.example/cb",
			"http://localhost.evil.example/",
		]) {
			expect(codeOf(text, unregistered), text).toBe("return_url_not_allowed");
		}
	});

	// covers: B.1 redirect_uri
	test("a query or a fragment is refused where the POS appends the code, and allowed where no code comes back", () => {
		for (const text of ["https://a.example/cb?shop=1", "https://a.example/cb?", "https://a.example/cb#top"]) {
			expect(codeOf(text, unregistered), text).toBe("invalid_field");
			expect(codeOf(text, { origins: [], is_redirect_uri: false }), text).toMatch(/^accepted/);
		}
	});
});
