import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportError } from "../base/error-report.ts";

/**
 * Writes down a failure of ours for whoever reports it: version, command words and where in the code it happened, no
 * option values and no data. Returns the file's path; undefined when not even that could be written.
 */
export function writeBugReport(error: unknown, about: { version: string; command: string }): string | undefined {
	const file = join(tmpdir(), `ticketrail-report-${randomBytes(6).toString("hex")}.json`);
	const report = { ...about, node: process.version, platform: process.platform, error: reportError(error) };
	try {
		writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
		return file;
	} catch {
		return undefined;
	}
}
