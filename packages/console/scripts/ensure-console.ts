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

const STAMP = "sources.sha256";

/** Pages that Vite builds: a package's folder, and what the result depends on besides the versions of the libraries. */
export interface Pages {
	/** a word for people */
	name: string;
	home: string;
	sources: readonly string[];
}

const CONSOLE: Pages = {
	name: "the console",
	home: join(import.meta.dirname, ".."),
	sources: ["src", "public", "index.html", "vite.config.ts", "package.json"],
};
const LOCKFILE = "../../package-lock.json";

/** Builds the console into its `dist`, as `ensurePages` does. */
export async function ensureConsole(say: (line: string) => void): Promise<void> {
	await ensurePages(CONSOLE, say);
}

/**
 * Builds pages into `dist` unless what is there was made from these very sources. Several processes may do so at
 * once: each builds beside it and the last one's rename wins. Throws what Vite throws.
 */
export async function ensurePages(pages: Pages, say: (line: string) => void): Promise<void> {
	const { home, name } = pages;
	const built = join(home, "dist");
	const stamp = hashSources(pages);
	if (readStamp(built) === stamp) return;
	const started = performance.now();
	const { build } = await import("vite"); // only now: a start that has nothing to build must not wait for it
	const { NODE_ENV } = process.env;
	process.env.NODE_ENV = "production"; // also within tests: what is measured there is what people get
	const fresh = mkdtempSync(join(home, "dist."));
	try {
		await build({
			root: home,
			configFile: join(home, "vite.config.ts"),
			logLevel: "warn",
			build: { outDir: fresh, emptyOutDir: true },
		});
		chmodSync(fresh, 0o755); // mkdtemp keeps a folder to its maker, and the hub may run as somebody else
		writeFileSync(join(fresh, STAMP), stamp);
		rmSync(built, { recursive: true, force: true });
		renameSync(fresh, built);
	} catch (error) {
		rmSync(fresh, { recursive: true, force: true });
		if (readStamp(built) !== stamp) throw error; // else another process was faster
	} finally {
		if (NODE_ENV === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = NODE_ENV;
	}
	say(`Built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function readStamp(built: string): string | undefined {
	const file = join(built, STAMP);
	return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function hashSources({ home, sources }: Pages): string {
	const hash = createHash("sha256");
	for (const file of [...sources, LOCKFILE].flatMap((source) => listFiles(join(home, source)))) {
		hash
			.update(`${relative(home, file)}\0`)
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
