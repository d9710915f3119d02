import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** One change of a source file of the hub. `file` is relative to packages/hub/src; `every`: wherever the text stands. */
export interface Patch {
	file: string;
	text: string;
	by: string;
	every?: true;
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const HUB = "packages/hub";

/**
 * Make a copy of the hub's sources in `folder` and change it. Returns the path of its main program. Throws when a patch
 * does not fit: then the sources have moved on, and the patch has to be aimed again.
 */
export function buildSabotaged(folder: string, patches: readonly Patch[]): string {
	const hub = path.join(folder, HUB);
	mkdirSync(hub, { recursive: true });
	cpSync(path.join(ROOT, HUB, "package.json"), path.join(hub, "package.json"));
	cpSync(path.join(ROOT, HUB, "src"), path.join(hub, "src"), {
		recursive: true,
		filter: (source) => !source.endsWith(".test.ts"),
	});
	symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
	for (const { file, text, by, every } of patches) {
		const target = path.join(hub, "src", file);
		const source = readFileSync(target, "utf8");
		const found = source.split(text).length - 1;
		if (found === 0 || (found > 1 && !every))
			throw new Error(`the patch of ${file} fits ${found} times: ${JSON.stringify(text)}`);
		writeFileSync(target, source.replaceAll(text, by));
	}
	return path.join(hub, "src", "main.ts");
}
