import type { Readiness } from "../readiness.ts";
import { renderPage } from "./frame.ts";
import { html } from "./html.ts";

/** A page beside the hub that is worth a link, for example the reference POS of the sandbox. */
export interface PageLink {
	name: string;
	url: string;
	text: string;
}

/** The page at `/`: what this is, how it is doing, and where to go. */
export function renderLanding(page: {
	version: string;
	public_url: string;
	readiness: Readiness;
	links: readonly PageLink[];
}): string {
	const { readiness, links } = page;
	const own_links: PageLink[] = [
		{ name: "API reference", url: "/docs", text: "Every endpoint and every error code of this hub" },
		{ name: "openapi.json", url: "/openapi.json", text: "The same for programs, OpenAPI 3.1" },
		{ name: "Metrics", url: "/metrics", text: "Orders, deliveries and requests, for Prometheus" },
		{ name: "Readiness", url: "/readyz", text: "Whether this hub takes work, check by check" },
	];
	const card = (link: PageLink) =>
		html`<li><a class="card" href="${link.url}"><strong>${link.name}</strong><span>${link.text}</span></a></li>`;
	return renderPage({
		title: "Ticketrail",
		version: page.version,
		body: html`
<section class="hero">
<p class="state ${readiness.is_ready ? "good" : "bad"}">${readiness.is_ready ? "Ready" : "Not ready"}</p>
<h1>This is a Ticketrail hub</h1>
<p class="lead">It carries menus from a restaurant's POS to ordering channels, and orders and their verdicts back.</p>
<dl class="facts">
<div><dt>Version</dt><dd>${page.version}</dd></div>
<div><dt>Address</dt><dd><code>${page.public_url}</code></dd></div>
${readiness.checks.map((check) => html`<div><dt>${check.name}</dt><dd>${check.is_ok ? "ok" : check.detail}</dd></div>`)}
</dl>
</section>
<h2>Go to</h2>
<ul class="cards">${own_links.map(card)}</ul>
${links.length > 0 && html`<h2>Sandbox</h2><ul class="cards">${links.map(card)}</ul>`}`,
	});
}
