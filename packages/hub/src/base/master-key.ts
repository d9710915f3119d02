import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const KEY_BYTES = 32;
const FILE_NAME = "master.key";

/** Reads 32 bytes written as 64 hex digits or as base64; undefined when the text is neither. */
export function readKeyText(text: string): Buffer | undefined {
	const trimmed = text.trim();
	if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, "hex");
	if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
	const bytes = Buffer.from(trimmed, "base64");
	return bytes.length === KEY_BYTES ? bytes : undefined;
}

/** Where the generated key of this data directory lies. */
export function masterKeyFile(data_dir: string): string {
	return join(data_dir, FILE_NAME);
}

/**
 * The key in the data directory; made on first use, readable by its owner alone. The file appears whole or not at
 * all, so of two processes that start together one makes the key and both read it. Throws what the file system throws,
 * or an Error when the file holds something else than a key.
 */
export function loadOrCreateMasterKey(data_dir: string): Buffer {
	const file = masterKeyFile(data_dir);
	const known = readIfThere(file);
	if (known === undefined) createKeyFile(data_dir, file);
	const key = readKeyText(known ?? readFileSync(file, "utf8"));
	if (!key) throw new Error(`${file} does not hold 32 bytes as 64 hex digits`);
	return key;
}

function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}

function createKeyFile(data_dir: string, file: string): void {
	mkdirSync(data_dir, { recursive: true });
	const draft = `${file}.${randomBytes(6).toString("hex")}`;
	const handle = openSync(draft, "wx", 0o600);
	try {
		writeSync(handle, `${randomBytes(KEY_BYTES).toString("hex")}\n`);
		fsyncSync(handle);
		linkSync(draft, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was first: its key counts
	} finally {
		closeSync(handle);
		rmSync(draft, { force: true });
	}
}
