import { randomBytes } from "node:crypto";
import {
	chmodSync,
	closeSync,
	existsSync,
	fsyncSync,
	lchownSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { HubError } from "../base/error.ts";
import { type Runner, spawnAs } from "./embedded-runner.ts";

/** Superuser and only user of an embedded server. */
export const OWNER = "ticketrail";
const PASSWORD_FILE = "ticketrail.password";

/**
 * Make a data directory if there is none: UTF-8, C locale, checksums, one user with a random password that lies
 * beside the data, readable for its owner only. It is made under another name and renamed when it is complete and on
 * disk, so a start that was killed in between leaves nothing half-done.
 */
export async function initCluster(options: {
	bin_dir: string;
	cluster: string;
	runner: Runner;
	log_file: string;
}): Promise<void> {
	const { cluster, runner } = options;
	if (existsSync(path.join(cluster, "PG_VERSION"))) return repairOwner(cluster, runner);
	const draft = `${cluster}.new`;
	const password_file = `${cluster}.password`;
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft, { mode: 0o700 });
	chmodSync(draft, 0o700);
	writeFileSync(password_file, randomBytes(24).toString("base64url"), { mode: 0o600, flush: true });
	if (runner.is_switched) {
		chownForRunner(draft, runner);
		chownForRunner(password_file, runner);
	}
	await runInitdb({ ...options, draft, password_file });
	renameSync(password_file, path.join(draft, PASSWORD_FILE));
	syncFolder(draft);
	renameSync(draft, cluster);
	syncFolder(path.dirname(cluster));
}

/** The password of an existing data directory. */
export function readPassword(cluster: string): string {
	try {
		return readFileSync(path.join(cluster, PASSWORD_FILE), "utf8").trim();
	} catch (cause) {
		const detail = `${path.join(cluster, PASSWORD_FILE)} cannot be read. Run as the user that started the hub, or restore the file from a backup.`;
		throw new HubError("configuration", { detail, cause });
	}
}

function runInitdb(options: {
	bin_dir: string;
	draft: string;
	password_file: string;
	runner: Runner;
	log_file: string;
}): Promise<void> {
	const output = openSync(options.log_file, "a", 0o600);
	const child = spawnAs(options.runner, {
		file: path.join(options.bin_dir, "initdb"),
		args: ([data, password]) => [
			...["-D", data as string, "-U", OWNER, "--pwfile", password as string],
			...["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"],
		],
		reach: [options.draft, options.password_file],
		output,
	});
	closeSync(output);
	return new Promise((resolve, reject) => {
		const fail = (reason: string, cause?: unknown) => {
			const log = readFileSync(options.log_file, "utf8").trim().split("\n").slice(-3).join(" | ");
			const detail = `initdb failed: ${reason}. Its log (${options.log_file}) ends with: ${log}`;
			reject(new HubError("configuration", { detail, cause }));
		};
		child.once("error", (error) => fail(error.message, error));
		child.once("exit", (code) => (code === 0 ? resolve() : fail(`it ended with ${code}`)));
	});
}

/** A directory that came back from a backup may belong to root or be open to all: PostgreSQL refuses both. */
function repairOwner(cluster: string, runner: Runner): void {
	const { uid, mode } = statSync(cluster);
	if (runner.is_switched && uid !== runner.uid) {
		for (const name of readdirSync(cluster, { recursive: true, encoding: "utf8" }))
			chownForRunner(path.join(cluster, name), runner);
		chownForRunner(cluster, runner);
	}
	if ((mode & 0o027) !== 0) chmodSync(cluster, 0o700);
}

function chownForRunner(target: string, runner: Runner): void {
	try {
		lchownSync(target, runner.uid, runner.gid);
	} catch (cause) {
		const detail = `PostgreSQL refuses to run as root, and ${target} cannot be given to user ${runner.uid}. Start the hub as an ordinary user, or set DATABASE_URL.`;
		throw new HubError("configuration", { detail, cause });
	}
}

function syncFolder(folder: string): void {
	if (process.platform === "win32") return;
	const fd = openSync(folder, "r");
	try {
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}
