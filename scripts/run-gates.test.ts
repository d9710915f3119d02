import { expect, test } from "vitest";
import { type Gate, runGates } from "./run-gates.ts";
import { plantFiles } from "./test-planting.ts";

const gate = (name: string, script: string): Gate => ({
	name,
	command: [process.execPath, "-e", script],
	saw: (output) => /saw [1-9]\d* files/.exec(output)?.[0],
	next: `mend ${name}`,
});

async function run(gates: Gate[]) {
	const lines: string[] = [];
	let ms = 0;
	const failed = await runGates(gates, {
		root: plantFiles({ "here.txt": "" }),
		parallel: 1,
		print: (line) => lines.push(line),
		now: () => (ms += 250),
	});
	return { failed, lines };
}

test("a gate that passes is one line with its time and what it saw", async () => {
	expect(await run([gate("size", "console.log('saw 12 files')")])).toEqual({
		failed: [],
		lines: ["ok    size   0.3 s  saw 12 files"],
	});
});

test("a gate that fails shows what it said and what to do, and the others still run", async () => {
	const script = "console.log('saw 3 files'); console.error('a.ts:1  wrong'); process.exit(1)";
	const { failed, lines } = await run([gate("first", script), gate("second", "console.log('saw 3 files')")]);
	expect(failed).toEqual(["first"]);
	expect(lines[0]).toMatch(/^FAIL {2}first +0\.3 s/);
	expect(lines).toContain("        a.ts:1  wrong");
	expect(lines).toContain("      → mend first");
	expect(lines.at(-1)).toBe("ok    second   0.3 s  saw 3 files");
});

test("lines that only count files are not shown when the gate fails", async () => {
	const noisy: Gate = {
		...gate("types", "console.log('/a/b.ts\\nb.ts(1,2): wrong'); process.exit(2)"),
		noise: /^\/.*\.ts$/,
	};
	const { lines } = await run([noisy]);
	expect(lines.slice(1, -1)).toEqual(["        b.ts(1,2): wrong"]);
});

test.each(["console.log('saw 0 files')", ""])("a gate that exits with 0 but saw nothing fails (%s)", async (script) => {
	const { failed, lines } = await run([gate("blind", script)]);
	expect(failed).toEqual(["blind"]);
	expect(lines.join("\n")).toContain("it proves nothing");
});

test("a gate whose program is not installed fails", async () => {
	const missing: Gate = { ...gate("missing", ""), command: ["no-such-program-of-ours"] };
	expect((await run([missing])).failed).toEqual(["missing"]);
});

test("gates run in the root of the repository", async () => {
	const script = "console.log('saw 1 files', require('fs').readdirSync('.').join())";
	const here: Gate = { ...gate("here", script), saw: (output) => /saw.*here\.txt/.exec(output)?.[0] };
	expect((await run([here])).failed).toEqual([]);
});
