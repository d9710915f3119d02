import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));

/** The stand-alone onboarding app, as a partner runs it: by the command line, with an address and credentials alone. */
export async function startOnboardingApp(
	hub_url: string,
	{ client_id, client_secret }: { client_id: string; client_secret: string },
): Promise<{ url: string; child: ChildProcess }> {
	const env = {
		PATH: process.env.PATH ?? "",
		...{ PARTNER_API_URL: hub_url, PARTNER_CLIENT_ID: client_id, PARTNER_CLIENT_SECRET: client_secret },
		...{ PORT: "0", PARTNER_SOURCES: "pos:sim-pos=Reference POS,dsp:sim-dsp=Reference DSP" },
	};
	const child = spawn(process.execPath, [MAIN, "onboarding-app"], { env, stdio: ["ignore", "pipe", "ignore"] });
	const [line] = await once(createInterface({ input: child.stdout }), "line");
	return { url: (JSON.parse(line) as { url: string }).url, child };
}
