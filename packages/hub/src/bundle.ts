import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Where `npm run prepare` puts the hub as one file, and beside it what the file was made from. */
export const BUNDLE = path.join(import.meta.dirname, "../dist");
/** Of the second file: the name that never changes. */
export const BUNDLE_NOTE = "made-from.json";

/** A file as it was when the bundle was made; `file` is relative to `BUNDLE`. */
export interface MadeFrom {
	file: string;
	size: number;
	mtime_ms: number;
}

/** What the bundle is. */
export interface BundleNote {
	/** name of the file to load */
	entry: string;
	made_from: MadeFrom[];
}

/**
 * The hub's command line out of one file: it is there in half the time that 1,800 modules take, and 40 MB smaller. `undefined`
 * where no such file was made, or where any source or library has been changed since: then the sources are the hub.
 */
export async function loadBundle(): Promise<typeof import("./command.ts") | undefined> {
	const file = freshBundle();
	return file && import(pathToFileURL(file).href);
}

/** Path of the bundle, if it is made of the sources and libraries as they are now. Looks at each of them, some 10 ms. */
export function freshBundle(folder = BUNDLE): string | undefined {
	try {
		const note = JSON.parse(readFileSync(path.join(folder, BUNDLE_NOTE), "utf8")) as BundleNote;
		const is_fresh = note.made_from.every(({ file, size, mtime_ms }) => {
			const now = statSync(path.join(folder, file));
			return now.size === size && now.mtimeMs === mtime_ms;
		});
		return is_fresh ? path.join(folder, note.entry) : undefined;
	} catch {
		return undefined; // no bundle, or one of its sources is gone
	}
}
