import { createHash } from "node:crypto";
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";

const HOME = join(import.meta.dirname, "..");
const BUILT = join(HOME, "dist");
const STAMP = "sources.sha256";
/** What the built console depends on: its own files, and the versions of the libraries. */
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package.json", "../../package-lock.json"];

/**
 * Builds the console into `dist` unless what is there was made from these very sources. Several processes may do so at
 * once: each builds beside it and the last one's rename wins. Throws what Vite throws.
 */
export async function ensureConsole(say: (line: string) => void): Promise<void> {
	const stamp = hashSources();
	if (readStamp() === stamp) return;
	const started = performance.now();
	const { build } = await import("vite"); // only now: a start that has nothing to build must not wait for it
	const fresh = mkdtempSync(join(HOME, "dist."));
	try {
		await build({
			root: HOME,
			configFile: join(HOME, "vite.config.ts"),
			logLevel: "warn",
			build: { outDir: fresh, emptyOutDir: true },
		});
		chmodSync(fresh, 0o755); // mkdtemp keeps a folder to its maker, and the hub may run as somebody else
		writeFileSync(join(fresh, STAMP), stamp);
		rmSync(BUILT, { recursive: true, force: true });
		renameSync(fresh, BUILT);
	} catch (error) {
		rmSync(fresh, { recursive: true, force: true });
		if (readStamp() !== stamp) throw error; // else another process was faster
	}
	say(`Built the console in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function readStamp(): string | undefined {
	const file = join(BUILT, STAMP);
	return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function hashSources(): string {
	const hash = createHash("sha256");
	for (const file of SOURCES.flatMap((source) => listFiles(join(HOME, source)))) {
		hash
			.update(`${relative(HOME, file)}\0`)
			.update(readFileSync(file))
			.update("\0");
	}
	return hash.digest("hex");
}

function listFiles(path: string): string[] {
	if (statSync(path).isFile()) return [path];
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
