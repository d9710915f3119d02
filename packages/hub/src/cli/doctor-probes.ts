import { randomBytes } from "node:crypto";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { masterKeyFile } from "../base/master-key.ts";
import type { DoctorParts } from "./doctor-parts.ts";

/** What `doctor` asks of the machine itself. */
export const machineProbes: Pick<DoctorParts, "writeInto" | "keyFileMode" | "isPortFree"> = {
	async writeInto(dir) {
		// A directory that is not there yet is made at the first start: what counts is whether its parent lets us.
		const existing = await nearestExisting(dir);
		const file = join(existing, `.ticketrail-doctor-${randomBytes(6).toString("hex")}`);
		if (existing === dir) await writeFile(file, "x", { flag: "wx" });
		else await mkdir(file);
		await rm(file, { recursive: true });
	},
	async keyFileMode(data_dir) {
		const found = await stat(masterKeyFile(data_dir)).catch(() => undefined);
		return found === undefined ? undefined : found.mode & 0o777;
	},
	isPortFree(host, port) {
		return new Promise((resolve) => {
			const server = createServer();
			server.once("error", () => resolve(false));
			server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
		});
	},
};

async function nearestExisting(dir: string): Promise<string> {
	for (let at = dir; ; at = dirname(at)) {
		const found = await stat(at).catch((error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT" && at !== dirname(at)) return undefined;
			throw error;
		});
		if (found && !found.isDirectory()) throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
		if (found) return at;
	}
}
