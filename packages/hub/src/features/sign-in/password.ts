import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** 32 MB and about 80 ms of one core for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;

/** What is kept of a password: `scrypt:<salt>:<key>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	return `scrypt:${salt.toString("base64url")}:${(await derive(password, salt)).toString("base64url")}`;
}

/** Whether a password is the one that was hashed. Without a hash it takes as long and says no. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
	const [, salt = "", key = ""] = hash?.split(":") ?? [];
	const derived = await derive(password, Buffer.from(salt, "base64url"));
	const kept = Buffer.from(key, "base64url");
	return kept.length === KEY_BYTES && timingSafeEqual(kept, derived);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
	return new Promise((resolve, reject) =>
		// one word written in two ways of Unicode is one password
		scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key))),
	);
}
