import { spawn } from "node:child_process";

/** A static check that is a command: it passes when it exits with 0 and `saw` finds in its output that it looked at something. */
export interface Gate {
	name: string;
	command: readonly [string, ...string[]];
	/** What it looked at, in a few words with a number above zero; undefined where the output does not prove any. */
	saw: (output: string) => string | undefined;
	/** Lines of the output that are only there for `saw`; they are not shown when the gate fails. */
	noise?: RegExp;
	/** What to do when it fails: the command to type, or the rule to read. */
	next: string;
}

/** Where the gates run, and how the outcome is told. Times are milliseconds of a clock that only goes forward. */
export interface GateRun {
	root: string;
	parallel: number;
	print: (line: string) => void;
	now: () => number;
}

/** Run all gates, a few at a time, print a line for each as it ends, and return the names of those that failed. */
export async function runGates(gates: readonly Gate[], run: GateRun): Promise<string[]> {
	const failed: string[] = [];
	const waiting = [...gates];
	const width = Math.max(...gates.map((gate) => gate.name.length));
	const work = async () => {
		for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
			const started = run.now();
			const { code, output } = await execute(gate, run.root);
			const saw = gate.saw(output);
			const took = `${((run.now() - started) / 1000).toFixed(1)} s`;
			if (code === 0 && saw !== undefined) {
				run.print(`ok    ${gate.name.padEnd(width)}  ${took.padStart(6)}  ${saw}`);
				continue;
			}
			failed.push(gate.name);
			run.print(`FAIL  ${gate.name.padEnd(width)}  ${took.padStart(6)}  ${gate.command.join(" ")}`);
			const lines = output.trimEnd().split("\n");
			for (const line of lines) if (!gate.noise?.test(line)) run.print(`        ${line}`);
			if (code === 0) run.print("        It passed without saying that it saw anything, so it proves nothing.");
			run.print(`      → ${gate.next}`);
		}
	};
	await Promise.all(Array.from({ length: run.parallel }, work));
	return failed;
}

function execute(gate: Gate, root: string): Promise<{ code: number | null; output: string }> {
	const [program, ...args] = gate.command;
	const path = `${root}/node_modules/.bin:${process.env.PATH}`;
	const child = spawn(program, args, {
		cwd: root,
		env: { ...process.env, PATH: path },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
	child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
	return new Promise((resolve) => {
		child.on("error", (error) => resolve({ code: null, output: `${output}${error.message}` }));
		child.on("close", (code) => resolve({ code, output }));
	});
}
