import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** Everything that a provider is registered with. */
export interface NewProvider {
	type: "pos" | "dsp";
	slug: string;
	name: string;
	base_url: string;
	auth: "oauth";
	client_id: string;
	client_secret: string;
	webhook_secrets: string[];
	settings: string[];
}

/** A hub that makes the database and the merchants, and then leaves the field to those of the run. */
export interface FirstHub {
	url: string;
	partner: { client_id: string; client_secret: string };
	stop(): Promise<void>;
}

const PROGRAM = `
const [index, setup] = process.argv.slice(1);
const { createLog, loadConfig, startHub } = await import(index);
const { env, providers } = JSON.parse(setup);
const hub = await startHub(loadConfig(env), { log: createLog({ level: "silent" }) });
for (const provider of providers) await hub.accounts.registerProvider(provider);
const partner = await hub.accounts.createPartner({ name: "Partner", scopes: ["onboarding"] });
console.log(JSON.stringify({ url: hub.url, partner }));
process.stdin.resume();
process.stdin.once("end", async () => {
	await hub.stop();
	process.exit(0);
});
`;

/**
 * Start it, of the same build as the hubs of the run (`main`: that build's program): a sabotaged one makes its own database.
 * Rejects when it ends before it is ready.
 */
export async function startFirstHub(options: {
	main: string;
	env: Record<string, string>;
	providers: readonly NewProvider[];
}): Promise<FirstHub> {
	const { main, env, providers } = options;
	const index = pathToFileURL(path.join(path.dirname(main), "index.ts")).href;
	const setup = JSON.stringify({ env: { ...env, PORT: "0" }, providers });
	const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, index, setup], {
		stdio: ["pipe", "pipe", "inherit"],
		cwd: "/",
	});
	const gone = once(child, "exit");
	const failed = gone.then(([code]) => Promise.reject(new Error(`the first hub ended with ${code}`)));
	const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), "line"), failed])) as [string];
	return {
		...(JSON.parse(line) as Pick<FirstHub, "url" | "partner">),
		async stop() {
			child.stdin.end();
			await gone;
		},
	};
}
