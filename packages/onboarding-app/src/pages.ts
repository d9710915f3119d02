import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export { type PageFiles, readPages } from "./server/static-files.ts";

/** Folder of the built pages, the same for every door. */
export function builtPages(): string {
	return fileURLToPath(new URL("../dist", import.meta.url));
}

/** The script that opens the widget on a partner's page, as it is served. */
export function readEmbedScript(): Buffer {
	return readFileSync(new URL("../embed/v1.js", import.meta.url));
}
