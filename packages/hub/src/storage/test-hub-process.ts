import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A process of its own that supervises an embedded PostgreSQL, as a hub does, until it is killed or told to stop. */
export interface HubProcess {
	pid: number;
	url: string;
	was_adopted: boolean;
	/** `kill -9`: it cleans nothing up. */
	kill(): Promise<void>;
	/** An orderly end. */
	stop(): Promise<void>;
}

const PROGRAM = `
const [module_url, data_dir, purpose] = process.argv.slice(1);
const { startEmbedded } = await import(module_url);
const embedded = await startEmbedded({ data_dir, purpose }).catch((error) => {
	console.log(JSON.stringify({ failure: { code: error.code, detail: error.detail ?? String(error.stack) } }));
	process.exit(3);
});
console.log(JSON.stringify({ url: embedded.url, was_adopted: embedded.was_adopted }));
process.stdin.resume();
process.stdin.once("end", async () => {
	await embedded.stop();
	process.exit(0);
});
`;

/**
 * Start such a process and wait until its database takes connections; rejects with `{ code, detail }` when it gives up.
 * @param uid run as this user instead of ours
 */
export async function startHubProcess(
	data_dir: string,
	options: { purpose?: "hub" | "command"; uid?: number } = {},
): Promise<HubProcess> {
	const module_url = new URL("./embedded.ts", import.meta.url).href;
	const args = ["--input-type=module", "-e", PROGRAM, module_url, data_dir, options.purpose ?? "hub"];
	const child = spawn(process.execPath, args, {
		stdio: ["pipe", "pipe", "inherit"],
		cwd: "/",
		...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
	});
	const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
	const said = JSON.parse(line) as { url: string; was_adopted: boolean; failure?: { code: string; detail: string } };
	if (said.failure) throw Object.assign(new Error(said.failure.detail), said.failure);
	return {
		pid: child.pid as number,
		url: said.url,
		was_adopted: said.was_adopted,
		async kill() {
			child.kill("SIGKILL");
			await ended(child);
		},
		async stop() {
			child.stdin.end();
			await ended(child);
		},
	};
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
