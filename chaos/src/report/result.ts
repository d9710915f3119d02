import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** One published measurement, as it lies in chaos/results: any harness may write one. */
export interface Result {
	/** One of `SECTIONS` in page.ts, or another; it is also the file's name. */
	name: string;
	/** What was typed. */
	command: string;
	commit: string;
	/** ISO 8601, the day is enough. */
	date: string;
	/** Numbers, words, or objects of them. */
	figures: Record<string, unknown>;
	/** What it ran on; a harness that does not say leaves it out. */
	machine?: string;
}

/** What this machine is, for a reader who compares. */
export function machineOf(): string {
	const processors = cpus();
	const memory = Math.round(totalmem() / 1024 ** 3);
	const model = processors[0]?.model.trim() ?? process.arch;
	return `${processors.length} × ${model}, ${memory} GiB, ${process.platform}, Node.js ${process.version}`;
}

/** A result out of its JSON. Throws with what is missing. */
export function readResult(file: string, text: string): Result {
	const result = JSON.parse(text) as Partial<Result>;
	const missing = (["name", "command", "commit", "date", "figures"] as const).filter(
		(key) => result[key] === undefined,
	);
	if (missing.length > 0) throw new Error(`${file} lacks ${missing.join(", ")}`);
	return result as Result;
}

/** The commit that ran; with a plus sign when the checkout differs from it. */
export function commitOf(): string {
	try {
		const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8", cwd: import.meta.dirname }).trim();
		return `${git("rev-parse", "--short=12", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`;
	} catch {
		return "unknown";
	}
}
