import { ERRORS } from "../../packages/hub/src/base/error.ts";
import { code, type Page, page, table } from "./page.ts";

/** docs/reference/errors.md: every code that the hub can answer with, from the hub's own table. */
export function errorsPage(): Page {
	const rows = Object.entries(ERRORS).sort(([a], [b]) => a.localeCompare(b));
	return page(
		"errors.md",
		"Which errors can the hub answer with?",
		[
			"Every 4xx and 5xx answer is `application/problem+json` (RFC 9457). `code` is stable and meant for programs; `title` and",
			"`detail` are for people. `param` names the field at fault where there is one, `next` says what to do, and `request_id`",
			"is the number to give to the operator; it also stands in the `Request-Id` header. `POST /oauth/token` adds `error` and",
			"`error_description` (RFC 6749).",
		].join("\n"),
		[
			table(
				["`code`", "status", "what it means", "what to do"],
				rows.map(([name, { status, title, next }]) => [code(name), String(status), title, next]),
			),
		],
	);
}
