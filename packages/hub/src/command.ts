import { createActions } from "./actions.ts";
import { runCli } from "./cli/program.ts";
import { firstStopSignal } from "./cli/signals.ts";
import { hubVersion } from "./gateways/operator.ts";

/** Run the command line of this process; its exit code. */
export function runCommand(): Promise<number> {
	return runCli(process.argv.slice(2), {
		env: process.env,
		stdout: process.stdout,
		stderr: process.stderr,
		version: hubVersion(),
		actions: createActions(),
		stopSignal: firstStopSignal,
	});
}
