import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { HEADERS } from "./answers.ts";

const TYPES: Readonly<Record<string, string>> = {
	".css": "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
};

/** The built pages by their path, read once: what is not among them is not served, however the path is written. */
export type PageFiles = ReadonlyMap<string, Buffer>;

/** Read a folder of built pages. Throws when there is no `index.html`. */
export function readPages(folder: string): PageFiles {
	const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => extname(name) in TYPES);
	const files = new Map(names.map((name) => [`/${name.replaceAll("\\", "/")}`, readFileSync(join(folder, name))]));
	if (!files.has("/index.html")) throw new Error(`The pages are not built: ${folder} has no index.html.`);
	return files;
}

/** A file that is there, else the page itself, whose own router reads the address. */
export function servePage(files: PageFiles, path: string, response: ServerResponse): void {
	const found = files.get(path);
	if (found === undefined && extname(path) !== "") {
		response.writeHead(404, HEADERS).end();
		return;
	}
	const name = found === undefined ? "/index.html" : path;
	response.writeHead(200, {
		...HEADERS,
		"content-type": TYPES[extname(name)] ?? "application/octet-stream",
		...(name.startsWith("/assets/") && { "cache-control": "public, max-age=31536000, immutable" }),
	});
	response.end(files.get(name));
}
