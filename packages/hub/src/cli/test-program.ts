import { runCli } from "./program.ts";
import { firstStopSignal } from "./signals.ts";
import { memoryActions } from "./test-actions.ts";

/** For tests: the real command line in a process of its own, over actions that answer from memory. */
const exit_code = await runCli(process.argv.slice(2), {
	env: process.env,
	stdout: process.stdout,
	stderr: process.stderr,
	version: "1.2.3",
	actions: memoryActions,
	stopSignal: firstStopSignal,
});
process.exit(exit_code);
