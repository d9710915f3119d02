import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import { readSession } from "./account-cookie.ts";
import { type Call, type Endpoint, endpoint, rawReply } from "./endpoint.ts";
import { packedOnce, takesGzip } from "./gzip.ts";
import { CONSOLE_HEADERS } from "./security-headers.ts";

/** First parts of the addresses that the console routes by itself; each is answered with its one page. */
const PAGES = ["orgs", "orders", "unroutable", "menus", "logs", "webhooks", "audit", "system", "settings", "sign-in"];
const MEDIA_TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
};
/** Names of built files carry a hash of what is in them. */
const FOREVER = "public, max-age=31536000, immutable";

interface BuiltFile {
	content_type: string;
	bytes: Buffer;
	gzipped: () => Buffer;
}

/**
 * The console as it was built (`packages/console/dist`), read once into memory; empty where it was not built, and then
 * the hub's front page is its plain one. Addresses below a page's first part are the page too: it finds its own way.
 */
export function consoleFileEndpoints(folder: string = builtConsole()): Endpoint[] {
	const files = readFiles(folder);
	const page = files.get("index.html");
	if (page === undefined) return [];
	const common = { method: "GET", auth: "none", errors: [] } as const;
	const page_paths = ["/", ...PAGES.flatMap((name) => [`/${name}`, `/${name}/*`])].filter(
		(path) => path !== "/menus/*",
	);
	return [
		...page_paths.map((path) =>
			endpoint({
				...common,
				path,
				summary: "The console",
				replies: { 200: rawReply(page.content_type) },
				handler: async (call) => answerPage(page, call),
			}),
		),
		endpoint({
			...common,
			path: "/orgs/:org_id/link/:integration_id",
			summary: "The console",
			params: Type.Object({ org_id: Type.String(), integration_id: Type.String() }),
			replies: { 200: rawReply(page.content_type) },
			handler: async (call) => {
				const [org, integration] = [call.params.org_id, call.params.integration_id].map(encodeURIComponent);
				// thousands of stores are compared for it: that begins while the browser still reads the page
				return answerPage(page, call, [`/console/orgs/${org}/integrations/${integration}/bind`]);
			},
		}),
		...[...files].map(([name, file]) =>
			endpoint({
				...common,
				path: `/${name}`,
				summary: "A file of the console",
				replies: { 200: rawReply(file.content_type) },
				handler: async (call) => answer(file, call, name.startsWith("assets/") ? FOREVER : "no-cache"),
			}),
		),
		endpoint({
			...common,
			path: "/assets/*",
			summary: "A file of another build of the console",
			replies: { 200: rawReply("text/plain") },
			errors: ["route_not_found"],
			handler: async () => {
				throw new HubError("route_not_found");
			},
		}),
	];
}

function builtConsole(): string {
	return fileURLToPath(new URL("dist/", import.meta.resolve("@ticketrail/console/package.json")));
}

/**
 * The page, with what it will ask for first (`ahead`, paths of the hub): the browser asks at once, and hands the answer over. Whoever
 * brings no session is asked to sign in before anything else.
 */
function answerPage(page: BuiltFile, call: Pick<Call, "headers">, ahead: readonly string[] = []) {
	const { headers, ...reply } = answer(page, call, "no-cache");
	if (readSession(call) === undefined) return { ...reply, headers };
	const link = ["/console/session", ...ahead].map((path) => `<${path}>; rel=preload; as=fetch; crossorigin`);
	return { ...reply, headers: { ...headers, link: link.join(", ") } };
}

function answer(file: BuiltFile, { headers }: Pick<Call, "headers">, cache_control: string) {
	const takes_gzip = takesGzip(headers["accept-encoding"]);
	return {
		status: 200 as const,
		body: takes_gzip ? file.gzipped() : file.bytes,
		headers: {
			...CONSOLE_HEADERS,
			"cache-control": cache_control,
			vary: "accept-encoding",
			...(takes_gzip ? { "content-encoding": "gzip" } : {}),
		},
	};
}

function readFiles(folder: string): Map<string, BuiltFile> {
	const found = new Map<string, BuiltFile>();
	for (const entry of listEntries(folder)) {
		const content_type = MEDIA_TYPES[extname(entry)];
		if (content_type === undefined) continue;
		const bytes = readFileSync(join(folder, entry));
		found.set(entry.replaceAll("\\", "/"), { content_type, bytes, gzipped: packedOnce(bytes) });
	}
	return found;
}

function listEntries(folder: string): string[] {
	try {
		return readdirSync(folder, { recursive: true, encoding: "utf8" });
	} catch {
		return []; // it was not built
	}
}
