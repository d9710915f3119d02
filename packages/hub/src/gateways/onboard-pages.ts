import { builtPages, type PageFiles, readEmbedScript, readPages } from "@ticketrail/onboarding-app";
import { Type } from "typebox";
import { HubError } from "../base/error.ts";
import type { Doors } from "../features/doors/index.ts";
import { type Call, type Endpoint, endpoint, rawReply } from "./endpoint.ts";
import { packedOnce, takesGzip } from "./gzip.ts";
import { API_HEADERS } from "./security-headers.ts";
import { wantsPage } from "./sso.ts";

const html = rawReply("text/html; charset=utf-8");
const script = rawReply("text/javascript; charset=utf-8");
const TYPES: Readonly<Record<string, string>> = {
	js: "text/javascript; charset=utf-8",
	css: "text/css; charset=utf-8",
};
const NOT_HERE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not here</title></head>
<body><main><h1>This cannot be shown here</h1><p>Ask whoever runs this page for a new onboarding token.</p></main></body></html>
`;

/**
 * The onboarding pages as they were built, for a link and for the widget's frame, and the script that opens the widget. Nothing
 * is loaded from elsewhere; only the origin that a widget was made for may frame it, and nobody the page of a link.
 */
export function onboardPageEndpoints({ doors }: { doors: Pick<Doors, "frameOrigin"> }): Endpoint[] {
	const files = builtFiles();
	const page = files?.get("/index.html");
	if (!files || !page) return [];
	const embed = readEmbedScript();
	const common = { method: "GET", auth: "none", errors: [] } as const;
	return [
		endpoint({
			...common,
			path: "/onboard",
			summary: "The page of an onboarding link",
			replies: { 200: html },
			handler: async () => ({ status: 200, body: page, headers: pageHeaders("'none'") }),
		}),
		endpoint({
			...common,
			path: "/onboard/frame",
			summary: "The page that the widget frames",
			description:
				"Ours. Framed by the origin that its token was made for, and by no other; a page for browsers, others get a problem.",
			query: Type.Object({ link: Type.Optional(Type.Unknown()), origin: Type.Optional(Type.Unknown()) }),
			replies: { 200: html, 400: html },
			errors: ["onboarding_link_invalid"],
			handler: async (call) => {
				const { link, origin } = call.query;
				const allowed =
					typeof link === "string" && typeof origin === "string"
						? await doors.frameOrigin({ link_id: link, origin })
						: undefined;
				if (allowed !== undefined) return { status: 200, body: page, headers: pageHeaders(allowed) };
				if (!wantsPage(call)) throw new HubError("onboarding_link_invalid");
				return { status: 400, body: NOT_HERE, headers: pageHeaders("'none'") };
			},
		}),
		...[...files].flatMap(([path, bytes]) => {
			const media_type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
			if (media_type === undefined) return [];
			const gzipped = packedOnce(bytes);
			return endpoint({
				...common,
				path: `/onboard${path}`,
				summary: "A file of the onboarding pages",
				replies: { 200: rawReply(media_type) },
				handler: async (call) => ({ status: 200, ...encoded({ bytes, gzipped }, call, path) }),
			});
		}),
		endpoint({
			...common,
			path: "/embed/v1.js",
			summary: "The script that opens the onboarding widget on a partner's page",
			replies: { 200: script },
			handler: async () => ({
				status: 200,
				body: embed,
				headers: { "cache-control": "public, max-age=3600", "cross-origin-resource-policy": "cross-origin" },
			}),
		}),
	];
}

function builtFiles(): PageFiles | undefined {
	try {
		return readPages(builtPages());
	} catch {
		return undefined; // they were not built
	}
}

function pageHeaders(frame_ancestors: string): Record<string, string> {
	return {
		...API_HEADERS,
		"cache-control": "no-cache",
		"content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ${frame_ancestors}`,
	};
}

/** Names of built files carry a hash of what is in them. */
function encoded(file: { bytes: Buffer; gzipped: () => Buffer }, { headers }: Pick<Call, "headers">, path: string) {
	const takes_gzip = takesGzip(headers["accept-encoding"]);
	return {
		body: takes_gzip ? file.gzipped() : file.bytes,
		headers: {
			"cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
			vary: "accept-encoding",
			...(takes_gzip && { "content-encoding": "gzip" }),
		},
	};
}
