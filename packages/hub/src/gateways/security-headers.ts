/** On every answer, unless a page replaces the policy: nothing is sniffed, framed, stored or loaded. */
export const API_HEADERS = {
	"cache-control": "no-store",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
} as const;

/** For the hub's own pages: our style sheet and nothing else, no script at all. */
export const PAGE_HEADERS = {
	...API_HEADERS,
	"content-security-policy":
		"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

/** For the console: its own files and its own calls, nothing inline, nothing from elsewhere; logos of partners are data: addresses. */
export const CONSOLE_HEADERS = {
	...API_HEADERS,
	"content-security-policy": [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join("; "),
} as const;
