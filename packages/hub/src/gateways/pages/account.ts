import type { OrgLocationsReply } from "@ticketrail/contract";
import type { Visitor } from "../../features/sign-in/index.ts";
import { renderPage } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { renderTable } from "./schema-table.ts";

type Locations = OrgLocationsReply["locations"];

/** The page of a signed-in person: who they are here and what their organisation has. */
export function renderAccount(page: {
	version: string;
	visitor: Visitor;
	locations: Locations;
	sign_out: string;
}): string {
	const { version, visitor, locations, sign_out } = page;
	return renderPage({
		title: `${visitor.org_name} · Ticketrail`,
		version,
		body: html`
<h1>${visitor.org_name}</h1>
<p class="lead">Signed in as ${visitor.full_name ?? visitor.email}, ${visitor.role.replace("_", " ")}.</p>
<h2>Locations</h2>
${locations.length === 0 ? html`<p>No location is connected yet.</p>` : renderTable(["Location", "POS", "Status", "Channels"], locations.map(renderRow))}
<form method="post" action="${sign_out}"><button type="submit">Sign out</button></form>`,
	});
}

/** A page with one thing to say; `code` is the machine's word for it. */
export function renderNotice(page: { version: string; title: string; text: string; code?: string }): string {
	return renderPage({
		title: `${page.title} · Ticketrail`,
		version: page.version,
		body: html`<h1>${page.title}</h1><p>${page.text}</p>${page.code !== undefined && html`<p class="quiet"><code>${page.code}</code></p>`}`,
	});
}

function renderRow(location: Locations[number]): Html {
	const stores = location.dsps.map(({ name, status }) => `${name} (${status})`).join(", ");
	return html`<tr><td>${location.name}</td><td>${location.source}</td><td>${location.status}</td><td>${stores || "none"}</td></tr>`;
}
