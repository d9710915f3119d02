import { type Html, html } from "./html.ts";

/** Name of this make-believe delivery service. */
export const DSP_NAME = "Doorstep";

/** The frame of every page: head, skip link, brand, main. */
export function frame({ title, kind, header, main, script }: FrameParts): Html {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${DSP_NAME}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
${kind === "shop" && html`<link rel="stylesheet" href="/assets/shop.css">`}
${script && html`<script src="/assets/order.js" defer></script>`}
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="28" height="28">${DSP_NAME}</a>${header}</header>
<main id="main" tabindex="-1">${main}</main>
</body>
</html>`;
}

interface FrameParts {
	title: string;
	kind: "narrow" | "shop";
	header?: Html;
	main: Html;
	script?: boolean;
}
