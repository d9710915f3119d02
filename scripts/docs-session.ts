import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "./docs-blocks.ts";

/** How one block of a session ended. `failure` says in one sentence what went wrong. */
export interface BlockResult {
	block: Block;
	output: string;
	failure: string | undefined;
}

/**
 * Execute the `sh run` blocks of one page in one bash, top to bottom, so that a later block may use what an earlier one
 * set. The first command that fails ends the session. `environment` is all that the shell gets.
 */
export async function runSession(
	blocks: readonly Block[],
	options: { folder: string; environment: Record<string, string>; deadline_ms: number },
): Promise<BlockResult[]> {
	const outputs = mkdtempSync(join(tmpdir(), "ticketrail-docs-"));
	try {
		const steps = blocks.map(
			(block, index) => `{\n${block.text}\n} >"${outputs}/${index}" 2>&1\n: >"${outputs}/${index}.ok"\n`,
		);
		writeFileSync(join(outputs, "session.sh"), `set -euo pipefail\n${steps.join("")}`);
		await execute(join(outputs, "session.sh"), options);
		return blocks.map((block, index) => judge(block, outputs, index));
	} finally {
		rmSync(outputs, { recursive: true });
	}
}

function judge(block: Block, outputs: string, index: number): BlockResult {
	const file = join(outputs, String(index));
	const place = `${block.path}:${block.line}`;
	if (!existsSync(file)) return { block, output: "", failure: `${place} was not reached` };
	const output = readFileSync(file, "utf8");
	if (!existsSync(`${file}.ok`)) return { block, output, failure: `${place} failed or ran out of time:\n${output}` };
	const expected = block.tags.get("expect");
	const isMet = expected === undefined || output.includes(expected);
	return { block, output, failure: isMet ? undefined : `${place} did not print ${expected} but:\n${output}` };
}

function execute(
	script: string,
	{ folder, environment, deadline_ms }: { folder: string; environment: Record<string, string>; deadline_ms: number },
): Promise<void> {
	const child = spawn("bash", [script], { cwd: folder, env: environment, stdio: "ignore", timeout: deadline_ms });
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", () => resolve());
	});
}
