#!/usr/bin/env -S node --max-semi-space-size=4
import { createActions } from "./actions.ts";
import { runCli } from "./cli/program.ts";
import { firstStopSignal } from "./cli/signals.ts";
import { hubVersion } from "./gateways/operator.ts";

const exit_code = await runCli(process.argv.slice(2), {
	env: process.env,
	stdout: process.stdout,
	stderr: process.stderr,
	version: hubVersion(),
	actions: createActions(),
	stopSignal: firstStopSignal,
});
// connections that a library keeps warm must not keep a finished command waiting
process.exit(exit_code);
