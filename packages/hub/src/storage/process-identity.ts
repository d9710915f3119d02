import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/**
 * When a process started, as text that no later process with the same number can have; `undefined` when no such
 * process lives. A killed process that nobody has collected yet counts as gone.
 */
export function startOfProcess(pid: number): string | undefined {
	if (process.platform === "linux") {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
			// the name in parentheses may hold anything; the fields after it are plain
			const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			if (fields[0] === "Z" || fields[0] === "X") return undefined;
			return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
		} catch {
			return undefined;
		}
	}
	try {
		return (
			execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim() || undefined
		);
	} catch {
		return undefined;
	}
}

/**
 * Whether the process lives and is the PostgreSQL of this data directory. PostgreSQL works inside its directory, so
 * its working directory tells it from whoever got the same number later.
 */
export function isPostmasterOf(pid: number, cluster: string): boolean {
	if (startOfProcess(pid) === undefined) return false;
	if (process.platform === "linux") {
		try {
			const [own, wanted] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)];
			return own.ino === wanted.ino && own.dev === wanted.dev;
		} catch {
			return false;
		}
	}
	try {
		return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).includes(
			cluster,
		);
	} catch {
		return false;
	}
}
