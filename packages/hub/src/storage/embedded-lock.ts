import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import { startOfProcess } from "./process-identity.ts";

/** A hub keeps the directory as long as it runs; a command only for its moment, so a hub waits for it. */
export type Purpose = "hub" | "command";

/** The directory belongs to a living process. */
export class DirectoryInUseError extends HubError {
	constructor(data_dir: string, who: string) {
		const detail = `DATA_DIR ${data_dir} is in use by ${who}. Stop it first, or choose another DATA_DIR.`;
		super("configuration", { detail });
	}
}

interface Holder {
	pid: number;
	/** Start of that process: a number alone may belong to somebody else by now. */
	start: string;
	purpose: Purpose;
	/** Makes each holding unique, also by the same process. */
	nonce: string;
}

/** The right to use a data directory. */
export interface DirectoryLock {
	/** @throws DirectoryInUseError if another process took the directory in the same instant. */
	assertHeld(): void;
	release(): void;
}

/**
 * Take the data directory for this process. A holder that was killed leaves its file behind; it is recognised by pid
 * and start time and replaced.
 * @param patience_ms how long to wait for a holder that is only a command
 * @throws DirectoryInUseError that names the living holder's pid
 */
export async function lockDirectory(data_dir: string, purpose: Purpose, patience_ms = 10_000): Promise<DirectoryLock> {
	const file = path.join(data_dir, "hub.pid");
	const until = performance.now() + patience_ms;
	const own: Holder = { pid: process.pid, start: startOfProcess(process.pid) ?? "", purpose, nonce: newId() };
	for (;;) {
		if (take(file, own)) break;
		const holder = read(file);
		if (!holder) continue;
		if (startOfProcess(holder.pid) !== holder.start) removeStale(file, holder);
		else if (holder.purpose === "command" && performance.now() < until) await sleep(50);
		else throw inUse(data_dir, holder);
	}
	return {
		assertHeld() {
			const holder = read(file);
			if (holder?.nonce !== own.nonce) throw inUse(data_dir, holder);
		},
		release() {
			if (read(file)?.nonce === own.nonce) rmSync(file, { force: true });
		},
	};
}

/** A link to a finished file either appears whole or not at all. */
function take(file: string, own: Holder): boolean {
	const draft = `${file}.${own.nonce}`;
	writeFileSync(draft, `${JSON.stringify(own)}\n`, { mode: 0o600 });
	try {
		linkSync(draft, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

function read(file: string): Holder | undefined {
	try {
		return JSON.parse(readFileSync(file, "utf8")) as Holder;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		// half a file can only come from a failing disk or a hand: nobody holds it
		if (error instanceof SyntaxError) return { pid: 0, start: "", purpose: "hub", nonce: "" };
		throw error;
	}
}

/** Move the file aside and look again: between reading and moving, a living process may have taken its place. */
function removeStale(file: string, stale: Holder): void {
	const aside = `${file}.${newId()}.stale`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
		throw error;
	}
	try {
		if (read(aside)?.nonce !== stale.nonce) linkSync(aside, file);
	} finally {
		rmSync(aside, { force: true });
	}
}

function inUse(data_dir: string, holder: Holder | undefined): DirectoryInUseError {
	if (!holder) return new DirectoryInUseError(data_dir, "another hub");
	const kind = holder.purpose === "hub" ? "hub" : "ticketrail command";
	return new DirectoryInUseError(data_dir, `the ${kind} with pid ${holder.pid}`);
}
