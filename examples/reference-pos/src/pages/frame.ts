import { type Html, html } from "./html.ts";

/** Name of this make-believe POS: the pass is where a kitchen hands its plates over. */
export const POS_NAME = "The Pass";

/** The frame of every page: head, skip link, brand, main. */
export function frame({ title, kind, header, main }: FrameParts): Html {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${POS_NAME}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
${kind === "kitchen" && html`<link rel="stylesheet" href="/assets/kitchen.css"><script src="/assets/kitchen.js" defer></script>`}
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><span class="brand"><span class="mark" aria-hidden="true"></span>${POS_NAME}</span>${header}</header>
<main id="main" tabindex="-1">${main}</main>
</body>
</html>`;
}

interface FrameParts {
	title: string;
	kind: "narrow" | "kitchen";
	header?: Html;
	main: Html;
}
