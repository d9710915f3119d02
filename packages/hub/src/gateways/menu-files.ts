import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { HubError } from "../base/error.ts";
import type { Menus } from "../features/menus/index.ts";
import { type Endpoint, emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { takesGzip } from "./gzip.ts";

/** The address of a file never shows another file, so whoever has it need not ask again. */
const FOR_EVER = "public, max-age=31536000, immutable";
/** How `publishMenu` makes tokens; anything else is nobody's. */
const FILE = /^([A-Za-z0-9_-]{43})\.json$/;

/** The menu files that `location.publish` sends DSPs to (contract.md C.3, C.6). The unguessable address is the permission. */
export function menuFileEndpoints({ menus }: { menus: Pick<Menus, "findMenuFile"> }): Endpoint[] {
	return [
		endpoint({
			method: "GET",
			path: "/menus/{file}",
			auth: "none",
			summary: "Fetch the menu file of a publication",
			description:
				"The `download_url` of `location.publish`, contract.md C.6. Answers 304 to a matching If-None-Match.",
			replies: { 200: rawReply("application/json; charset=utf-8"), 304: emptyReply },
			errors: ["menu_not_found"],
			async handler({ params, headers }) {
				const token = FILE.exec(String(params.file))?.[1];
				const file = token === undefined ? undefined : await menus.findMenuFile(token);
				if (file === undefined) throw new HubError("menu_not_found");
				const isZipped = takesGzip(headers["accept-encoding"]);
				// two forms of one file are two things to a cache
				const etag = isZipped ? `"${file.menu_hash}-gzip"` : `"${file.menu_hash}"`;
				const caching = { etag, "cache-control": FOR_EVER, vary: "accept-encoding" };
				if (headers["if-none-match"] === etag) return { status: 304, body: undefined, headers: caching };
				if (isZipped) return { status: 200, body: file.file, headers: { ...caching, "content-encoding": "gzip" } };
				return { status: 200, body: Readable.from([file.file]).pipe(createGunzip()), headers: caching };
			},
		}),
	];
}
