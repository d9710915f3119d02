import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createSecretBox, digest, newSecret, SealError } from "./secret-box.ts";

const KEY = Buffer.alloc(32, 7);
const PLACE = "integration/0199/access_token_sealed";

describe("the secret box", () => {
	test("opens what it sealed, whatever the text", () => {
		const box = createSecretBox(KEY);
		for (const secret of ["", "x", "token-1", "ünï 店 🍜", "a".repeat(100_000)]) {
			expect(box.open(box.seal(secret, PLACE), PLACE)).toBe(secret);
		}
	});

	test("a sealed secret shows nothing of itself and never looks the same twice", () => {
		const box = createSecretBox(KEY);
		const first = box.seal("the-marker-token", PLACE);
		expect(first.includes("the-marker-token")).toBe(false);
		expect(first.equals(box.seal("the-marker-token", PLACE))).toBe(false);
	});

	test("a change of any single bit is noticed", () => {
		const box = createSecretBox(KEY);
		const sealed = box.seal("token-1", PLACE);
		for (let bit = 0; bit < sealed.length * 8; bit++) {
			const changed = Buffer.from(sealed);
			changed[bit >> 3]! ^= 1 << (bit & 7);
			expect(() => box.open(changed, PLACE), `bit ${bit}`).toThrow(SealError);
		}
	});

	test("a secret moved to another row or column does not open there", () => {
		const box = createSecretBox(KEY);
		const sealed = box.seal("token-1", PLACE);
		for (const place of ["", "integration/0199/refresh_token_sealed", "integration/0200/access_token_sealed"]) {
			expect(() => box.open(sealed, place)).toThrow(SealError);
		}
	});

	test("a cut, empty or lengthened value does not open", () => {
		const box = createSecretBox(KEY);
		const sealed = box.seal("token-1", PLACE);
		for (let length = 0; length < sealed.length; length++) {
			expect(() => box.open(sealed.subarray(0, length), PLACE)).toThrow(SealError);
		}
		expect(() => box.open(Buffer.concat([sealed, Buffer.of(0)]), PLACE)).toThrow(SealError);
	});

	test("a value sealed with another master key is told apart from a forged one", () => {
		const sealed = createSecretBox(KEY).seal("token-1", PLACE);
		const other = createSecretBox(Buffer.alloc(32, 8));
		expect(() => other.open(sealed, PLACE)).toThrow(expect.objectContaining({ reason: "unknown_key" }));
	});

	test("after a rotation the old rows still open, and new rows use the new key", () => {
		const before = createSecretBox(KEY);
		const after = createSecretBox(Buffer.alloc(32, 8), { previous_keys: [KEY] });
		expect(after.open(before.seal("old", PLACE), PLACE)).toBe("old");
		expect(() => before.open(after.seal("new", PLACE), PLACE)).toThrow(SealError);
	});

	test("the failure never carries the secret or the key", () => {
		const box = createSecretBox(KEY);
		const sealed = box.seal("the-marker-token", PLACE);
		expect(() => box.open(sealed, "elsewhere")).toThrow(
			"the sealed value of elsewhere cannot be opened: not_authentic",
		);
	});

	test("a master key of the wrong length is refused", () => {
		expect(() => createSecretBox(Buffer.alloc(16))).toThrow("16 bytes, not 32");
	});
});

test("the digest is SHA-256 of the text", () => {
	expect(digest("abc").toString("hex")).toBe(createHash("sha256").update("abc").digest("hex"));
});

test("a new secret carries its prefix and 256 random bits", () => {
	const secrets = new Set(Array.from({ length: 1000 }, () => newSecret("trs")));
	expect(secrets.size).toBe(1000);
	for (const secret of secrets) expect(secret).toMatch(/^trs_[A-Za-z0-9_-]{43}$/);
	const seen: number[] = [];
	newSecret("trs", (bytes) => {
		seen.push(bytes);
		return randomBytes(bytes);
	});
	expect(seen).toEqual([32]);
});
