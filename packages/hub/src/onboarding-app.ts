import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Environment } from "./config.ts";

/** The app's variables (interface.md), and what any program needs. Nothing of this hub's own reaches it. */
const VARIABLES = [
	...["PATH", "PORT", "HOST", "PUBLIC_URL", "NODE_EXTRA_CA_CERTS"],
	...["PARTNER_API_URL", "PARTNER_CLIENT_ID", "PARTNER_CLIENT_SECRET", "PARTNER_SOURCES"],
];

/**
 * Run the stand-alone onboarding app as a process of its own, as it runs for a partner who has no hub: it shares the command line
 * with this hub and nothing else. Resolves with its exit code when it ends, or when `stopped` does and it has ended then.
 */
export async function runOnboardingApp(env: Environment, stopped: Promise<unknown>): Promise<number> {
	const main = fileURLToPath(new URL("./main.ts", import.meta.resolve("@ticketrail/onboarding-app")));
	const own = Object.fromEntries(VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
	// the channel tells the child when this process is gone, however it went
	const child = spawn(process.execPath, [main], { env: own, stdio: ["ignore", "inherit", "inherit", "ipc"] });
	const exited = once(child, "exit");
	void stopped.then(() => child.kill("SIGTERM"));
	const [code] = await exited;
	return (code as number | null) ?? 0;
}
