import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** Seals secrets for the database: AES-256-GCM, bound to the place where the sealed value is stored. */
export interface SecretBox {
	/**
	 * Seal a secret. `bound_to` names its place, `table/row/column`: the sealed value opens nowhere else, so rows that
	 * were swapped by someone with write access to the database are refused (reliability.md A24).
	 */
	seal(plain: string, bound_to: string): Buffer;
	/** The secret again. Throws `SealError` for a value that was changed, cut, moved, or sealed with an unknown key. */
	open(sealed: Buffer, bound_to: string): string;
}

/** Why a sealed value cannot be opened. Never carries the value. */
export class SealError extends Error {
	override readonly name = "SealError";
	readonly reason: "malformed" | "unknown_key" | "not_authentic";

	constructor(reason: SealError["reason"], bound_to: string) {
		super(`the sealed value of ${bound_to} cannot be opened: ${reason}`);
		this.reason = reason;
	}
}

// layout: version (1) | key id (4) | nonce (12) | ciphertext | tag (16)
const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/**
 * A box that seals with `master_key` (32 bytes) and opens what it or one of `previous_keys` sealed: each sealed value
 * names its key, so keys can be rotated while old rows are still about.
 */
export function createSecretBox(master_key: Buffer, options: { previous_keys?: readonly Buffer[] } = {}): SecretBox {
	const current = deriveKey(master_key);
	const keys = new Map([current, ...(options.previous_keys ?? []).map(deriveKey)].map((key) => [key.id, key]));
	return {
		seal(plain, bound_to) {
			const nonce = randomBytes(NONCE_BYTES);
			const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(current.id, "hex"), nonce]);
			const cipher = createCipheriv("aes-256-gcm", current.bytes, nonce, { authTagLength: TAG_BYTES });
			cipher.setAAD(boundData(header, bound_to));
			const sealed = cipher.update(plain, "utf8");
			return Buffer.concat([header, sealed, cipher.final(), cipher.getAuthTag()]);
		},
		open(sealed, bound_to) {
			if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new SealError("malformed", bound_to);
			const header = sealed.subarray(0, HEADER_BYTES);
			const key = keys.get(header.toString("hex", 1, 1 + KEY_ID_BYTES));
			if (key === undefined) throw new SealError("unknown_key", bound_to);
			const nonce = header.subarray(1 + KEY_ID_BYTES);
			const decipher = createDecipheriv("aes-256-gcm", key.bytes, nonce, { authTagLength: TAG_BYTES });
			decipher.setAAD(boundData(header, bound_to));
			decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
			try {
				const plain = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
				return Buffer.concat([plain, decipher.final()]).toString("utf8");
			} catch {
				throw new SealError("not_authentic", bound_to);
			}
		},
	};
}

/** SHA-256 of a token or client secret: what the database keeps of a secret of 256 random bits that is only compared. */
export function digest(text: string): Buffer {
	return createHash("sha256").update(text, "utf8").digest();
}

/** A new secret of 256 random bits that says by its prefix what it is: `trk_live_…`. */
export function newSecret(prefix: string, random: (bytes: number) => Buffer = randomBytes): string {
	return `${prefix}_${random(32).toString("base64url")}`;
}

interface SealingKey {
	/** hex; public, tells keys apart */
	id: string;
	bytes: Buffer;
}

// The master key may serve other purposes too, so sealing uses a key of its own, and the key id tells nothing of either.
function deriveKey(master_key: Buffer): SealingKey {
	if (master_key.length !== 32) throw new RangeError(`the master key has ${master_key.length} bytes, not 32`);
	const derived = Buffer.from(hkdfSync("sha256", master_key, "", "ticketrail/secret-box", 32 + KEY_ID_BYTES));
	return { id: derived.toString("hex", 32), bytes: derived.subarray(0, 32) };
}

function boundData(header: Buffer, bound_to: string): Buffer {
	return Buffer.concat([header, Buffer.from(bound_to, "utf8")]);
}
