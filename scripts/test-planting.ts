import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that holds the given files until the running test is over. Every gate gets such folders with planted faults. */
export function plantFiles(files: Record<string, string>): string {
	const root = mkdtempSync(join(tmpdir(), "ticketrail-gate-"));
	onTestFinished(() => rmSync(root, { recursive: true }));
	for (const [path, text] of Object.entries({ ".gitignore": "node_modules/\n", ...files })) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	return root;
}

/** Run a gate over planted files, as check.ts runs it over the repository: exit code, what it saw, its findings. */
export function runGate(script: string, files: Record<string, string>) {
	const command = [join(import.meta.dirname, script), plantFiles(files)];
	const { status, stdout, stderr } = spawnSync("node", command, { encoding: "utf8" });
	return { status, saw: stdout.trim(), findings: stderr.trim() };
}
