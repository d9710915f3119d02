import { createReadStream, existsSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { HEADERS } from "./answers.ts";

const TYPES: Readonly<Record<string, string>> = {
	".css": "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
};

/** Serves the built pages: a file that is there, else the page itself, whose own router reads the address. */
export function serveFile(folder: string, path: string, response: ServerResponse): void {
	const file = join(folder, normalize(path));
	const is_file =
		file.startsWith(`${folder}${sep}`) && extname(file) in TYPES && existsSync(file) && statSync(file).isFile();
	if (!is_file && extname(path) !== "") {
		response.writeHead(404, HEADERS).end();
		return;
	}
	const shown = is_file ? file : join(folder, "index.html");
	const is_hashed = path.startsWith("/assets/");
	response.writeHead(200, {
		...HEADERS,
		"content-type": TYPES[extname(shown)] ?? "application/octet-stream",
		...(is_hashed && { "cache-control": "public, max-age=31536000, immutable" }),
	});
	createReadStream(shown).pipe(response);
}
