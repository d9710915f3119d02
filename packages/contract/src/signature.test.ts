import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SIGNATURE_VECTORS } from "./examples/signature.ts";
import { pythonJson } from "./python-json.ts";
import { signBody, verifySignature } from "./signature.ts";

const secret = "test-secret-1";
const raw_body = '{"type":"location.catalog.updated","object":{"location_id":"pos-loc-7"}}';

function refuse(signature: string | string[] | undefined, secrets: string[] = [secret], body: string = raw_body) {
	const check = verifySignature({ raw_body: body, signature, secrets });
	if (check.ok) throw new Error("was accepted");
	return check;
}

describe("signing", () => {
	// covers: E.11 raw
	test.each(SIGNATURE_VECTORS)("the published vector $signature is reproduced", (vector) => {
		expect(signBody(vector.secret, vector.raw_body)).toBe(vector.signature);
		expect(verifySignature({ ...vector, secrets: [vector.secret] })).toEqual({ ok: true, secret_index: 0 });
	});

	test("a body signed with a secret is accepted with that secret, as hex and as base64", () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, unit: "grapheme" }), fc.uint8Array(), (secret, raw_body) => {
				const hex = signBody(secret, raw_body);
				const base64 = Buffer.from(hex, "hex").toString("base64");
				expect(verifySignature({ raw_body, signature: hex, secrets: [secret] }).ok).toBe(true);
				expect(verifySignature({ raw_body, signature: base64, secrets: [secret] }).ok).toBe(true);
			}),
		);
	});

	test("text and its UTF-8 bytes have the same signature", () => {
		expect(signBody(secret, "Crème brûlée")).toBe(signBody(secret, Buffer.from("Crème brûlée", "utf8")));
	});
});

describe("refusing", () => {
	// covers: E.11 raw
	test("one changed bit anywhere in the body is refused", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), (body, place) => {
				const signature = signBody(secret, body);
				const bit = place % (body.length * 8);
				const changed = Uint8Array.from(body);
				changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				expect(verifySignature({ raw_body: changed, signature, secrets: [secret] }).ok).toBe(false);
			}),
		);
	});

	test("one changed bit anywhere in the signature is refused, in both encodings", () => {
		const hex = signBody(secret, raw_body);
		for (const good of [hex, Buffer.from(hex, "hex").toString("base64")]) {
			for (let bit = 0; bit < good.length * 8; bit++) {
				const bytes = Buffer.from(good, "latin1");
				bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				const check = verifySignature({ raw_body, signature: bytes.toString("latin1"), secrets: [secret] });
				expect(check.ok, `bit ${bit}`).toBe(false);
			}
		}
	});

	test("any other text in the header is refused", () => {
		fc.assert(
			fc.property(fc.string(), (signature) => {
				expect(verifySignature({ raw_body, signature, secrets: [secret] }).ok).toBe(false);
			}),
		);
	});

	test("a cut, padded or doubled signature is refused", () => {
		const hex = signBody(secret, raw_body);
		const base64 = Buffer.from(hex, "hex").toString("base64");
		for (const bad of [hex.slice(1), `${hex}0`, ` ${hex}`, `${hex}\n`, `${hex}, ${hex}`, base64.slice(0, -1)]) {
			expect(refuse(bad).reason, bad).toBe("malformed");
		}
	});

	test("a missing header and a header sent twice are told apart", () => {
		expect(refuse(undefined).reason).toBe("missing");
		expect(refuse("").reason).toBe("missing");
		expect(refuse([]).reason).toBe("missing");
		expect(refuse([signBody(secret, raw_body), signBody(secret, raw_body)]).reason).toBe("malformed");
	});

	test("an empty secret never fits, not even its own signature", () => {
		expect(refuse(signBody("", raw_body), [""])).toMatchObject({ reason: "mismatch" });
		expect(refuse(signBody("", raw_body), ["", secret]).ok).toBe(false);
	});

	test("without a registered secret nothing is accepted", () => {
		expect(refuse(signBody(secret, raw_body), []).hint).toContain("No webhook secret is registered");
	});
});

// covers: B.7 secret
test("during a rotation the old and the new secret both fit, and the answer says which", () => {
	const secrets = ["new-secret", secret];
	expect(verifySignature({ raw_body, signature: signBody("new-secret", raw_body), secrets })).toMatchObject({
		secret_index: 0,
	});
	expect(verifySignature({ raw_body, signature: signBody(secret, raw_body), secrets })).toMatchObject({
		secret_index: 1,
	});
});

describe("the hint of a refusal names the likely mistake", () => {
	const spaced = '{"type": "location.catalog.updated", "object": {"location_id": "pos-loc-7"}}';

	test("the body was written again without spaces before it was signed", () => {
		expect(refuse(signBody(secret, raw_body), [secret], spaced).hint).toContain("without spaces");
	});

	test("the body was signed with Python's spacing but sent without", () => {
		expect(refuse(signBody(secret, spaced)).hint).toContain("json.dumps");
	});

	test("Python escaped the accents that the body has in plain", () => {
		const body = JSON.stringify({ name: "Crème", list: [1, null, true, { a: -0.5 }], smile: "🙂" });
		const signed = pythonJson(JSON.parse(body), true);
		expect(signed).toBe('{"name": "Cr\\u00e8me", "list": [1, null, true, {"a": -0.5}], "smile": "\\ud83d\\ude42"}');
		expect(refuse(signBody(secret, signed), [secret], body).hint).toContain("json.dumps");
		expect(refuse(signBody(secret, pythonJson(JSON.parse(body), false)), [secret], body).hint).toContain(
			"plain Unicode",
		);
	});

	test("the body was signed with indentation", () => {
		const pretty = JSON.stringify(JSON.parse(raw_body), null, 2);
		expect(refuse(signBody(secret, pretty)).hint).toContain("indentation");
	});

	test("a line end was added", () => {
		expect(refuse(signBody(secret, `${raw_body}\n`)).hint).toContain("line end");
		expect(refuse(signBody(secret, raw_body), [secret], `${raw_body}\n`).hint).toContain("line end");
	});

	// covers: F-26, E.11 refused
	test("the secret itself was sent", () => {
		expect(refuse(secret).hint).toContain("secret itself");
	});

	test("the digits are in upper case or carry a prefix", () => {
		const hex = signBody(secret, raw_body);
		expect(refuse(hex.toUpperCase()).hint).toBe("Send the 64 hex digits in lower case.");
		expect(refuse(`sha256=${hex}`).hint).toBe("Send the 64 hex digits without the prefix sha256=.");
		expect(refuse(`SHA256=${hex.toUpperCase()}`).hint).toBe(
			"Send the 64 hex digits without the prefix sha256= and in lower case.",
		);
	});

	test("the body was hashed without the secret", () => {
		expect(refuse(createHash("sha256").update(raw_body).digest("hex")).hint).toContain("plain SHA-256");
	});

	test("an empty body was signed", () => {
		expect(refuse(signBody(secret, "")).hint).toContain("empty body");
	});

	test("another secret, a body that is no JSON and a huge body get the general advice", () => {
		expect(refuse(signBody("other", raw_body)).hint).toContain("exact bytes");
		expect(refuse(signBody("other", "no json"), [secret], "no json").hint).toContain("exact bytes");
		const huge = JSON.stringify({ text: "x".repeat(100_000) });
		expect(refuse(signBody(secret, pythonJson(JSON.parse(huge), true)), [secret], huge).hint).toContain("exact bytes");
	});

	test("a body nested too deeply to write again is refused like any other", () => {
		const deep = "[".repeat(30_000) + "]".repeat(30_000);
		expect(refuse(signBody("other", deep), [secret], deep).reason).toBe("mismatch");
	});

	test("no hint contains the secret or the right signature", () => {
		const right = signBody(secret, raw_body);
		const base64 = createHmac("sha256", secret).update(raw_body).digest("base64");
		for (const bad of [secret, right.toUpperCase(), `sha256=${right}`, signBody("other", raw_body), "x"]) {
			const { hint } = refuse(bad);
			for (const kept of [secret, right, base64]) expect(hint.includes(kept)).toBe(false);
		}
	});
});
