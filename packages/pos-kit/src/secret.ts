import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A new unguessable value (256 bits) that needs no escaping in a URL or a header. */
export function newSecret(): string {
	return randomBytes(32).toString("base64url");
}

/** What a store keeps instead of a code or token: useless to whoever reads the store. */
export function digestOf(secret: string): string {
	return createHash("sha256").update(secret).digest("base64url");
}

/** Whether two secrets are equal, in a time that tells nothing about where they differ or how long they are. */
export function sameSecret(given: string, expected: string): boolean {
	const hash = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(hash(given), hash(expected));
}
