import { type Html, html } from "./html.ts";

/** Where the one style sheet of the pages is served. */
export const STYLE_PATH = "/docs/page.css";

/** A whole page: no script, one style sheet of our own, nothing from elsewhere. */
export function renderPage(page: { title: string; version: string; body: Html }): string {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><a class="brand" href="/"><span aria-hidden="true" class="mark"></span>Ticketrail</a>
<nav aria-label="Pages"><a href="/docs">API reference</a><a href="/openapi.json">OpenAPI</a></nav></header>
<main id="main">${page.body}</main>
<footer>Ticketrail ${page.version} · Apache-2.0 · an independent implementation, not affiliated with Stream</footer>
</body>
</html>
`.markup;
}
