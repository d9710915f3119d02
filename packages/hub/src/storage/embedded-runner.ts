import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { HubError } from "../base/error.ts";

/** The user that PostgreSQL runs as: ourselves, or an unprivileged one where we are root (PostgreSQL refuses uid 0). */
export interface Runner {
	readonly uid: number;
	readonly gid: number;
	/** We are root and have to become somebody else. */
	readonly is_switched: boolean;
}

/** @param cluster existing data directory; where root finds one, its owner keeps it. */
export function chooseRunner(cluster: string): Runner {
	const uid = process.getuid?.() ?? -1;
	if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, is_switched: false };
	const owner = statOf(cluster);
	if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, is_switched: true };
	return { ...nobody(), is_switched: true };
}

/** The account `nobody` needs no creating; where even its line is missing, the number is the customary one. */
function nobody(): { uid: number; gid: number } {
	let accounts = "";
	try {
		accounts = readFileSync("/etc/passwd", "utf8");
	} catch {}
	const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(accounts) ?? [];
	return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/** Whether the runner may enter every folder above `target` and enter or execute `target` itself. */
export function isReachable(target: string, runner: Runner): boolean {
	for (let current = path.resolve(target); ; current = path.dirname(current)) {
		const stats = statOf(current);
		if (!stats) return false;
		const bit = stats.uid === runner.uid ? 0o100 : stats.gid === runner.gid ? 0o010 : 0o001;
		if ((stats.mode & bit) === 0) return false;
		if (current === path.dirname(current)) return true;
	}
}

function statOf(file: string): Stats | undefined {
	return statSync(file, { throwIfNoEntry: false });
}

/** What to start: `$0`, `$1`, … in the arguments stand for the paths in `reach`, in a spelling that works for the runner. */
export interface RunnerCommand {
	file: string;
	args(reached: string[]): string[];
	/** Existing files and folders that the command opens. */
	reach: string[];
	/** File descriptor for both outputs. */
	output: number;
}

/**
 * Start a program as the runner, in a session of its own, so that Ctrl-C at the terminal reaches only the hub.
 *
 * Below a folder that only root may enter (a checkout in /root, a `mktemp -d`) the runner could not open its own data
 * directory. Root opens it instead and hands the open folder over: `/proc/self/fd/3` leads straight to it, whatever
 * lies above. No permission of anybody's folder is changed.
 * @throws HubError `configuration` where that is needed and there is no /proc.
 */
export function spawnAs(runner: Runner, command: RunnerCommand): ChildProcess {
	const opened: number[] = [];
	try {
		const reached = command.reach.map((target) => {
			if (!runner.is_switched || isReachable(path.dirname(target), runner)) return target;
			if (process.platform !== "linux") {
				const detail = `PostgreSQL refuses to run as root, and ${target} lies below a folder that only root can enter. Start the hub as an ordinary user, choose another DATA_DIR, or set DATABASE_URL.`;
				throw new HubError("configuration", { detail });
			}
			opened.push(openSync(target, "r"));
			return `/proc/self/fd/${2 + opened.length}`;
		});
		return spawn(command.file, command.args(reached), {
			cwd: "/",
			detached: true,
			stdio: ["ignore", command.output, command.output, ...opened],
			...(runner.is_switched ? { uid: runner.uid, gid: runner.gid } : {}),
		});
	} finally {
		for (const fd of opened) closeSync(fd);
	}
}
