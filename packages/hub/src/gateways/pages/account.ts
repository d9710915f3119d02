import type { IngestReply, ListLocationsReply, OrgLocationsReply } from "@ticketrail/contract";
import type { Visitor } from "../../features/sign-in/index.ts";
import { renderPage } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { renderTable } from "./schema-table.ts";

type Locations = OrgLocationsReply["locations"];

/** What a connected POS has that was not brought in yet; `failure`: why nobody knows. */
export interface PosOffer {
	onboarding_id: string;
	source: string;
	locations: ListLocationsReply["locations"];
	failure?: string;
}

/** The page of a signed-in person: who they are here, what their organisation has, and what it may bring in. */
export function renderAccount(page: {
	version: string;
	visitor: Visitor;
	locations: Locations;
	offers: readonly PosOffer[];
	/** the address of this page */
	account: string;
}): string {
	const { version, visitor, locations, offers, account } = page;
	const is_known = visitor.full_name !== null && visitor.phone_number !== null;
	return renderPage({
		title: `${visitor.org_name} · Ticketrail`,
		version,
		body: html`
<h1>${visitor.org_name}</h1>
<p class="lead">Signed in as ${visitor.full_name ?? visitor.email}, ${visitor.role.replace("_", " ")}.</p>
${!is_known && renderProfile(visitor, account)}
<h2>Locations</h2>
${locations.length === 0 ? html`<p>No location is connected yet.</p>` : renderTable(["Location", "POS", "Status", "Channels"], locations.map(renderRow))}
${is_known && offers.map((offer) => renderOffer(offer, account))}
<form method="post" action="${account}/sign-out"><button type="submit">Sign out</button></form>`,
	});
}

/** What became of the locations that were brought in: how much each has, or why not. */
export function renderBroughtIn(page: { version: string; rows: IngestReply["locations"]; account: string }): string {
	const row = ({ name, catalog_objects, warnings, error }: IngestReply["locations"][number]) =>
		html`<tr><td>${name}</td><td>${error ? error.detail : `${catalog_objects ?? 0} objects`}</td><td>${warnings?.join(" ") ?? ""}</td></tr>`;
	return renderPage({
		title: "Brought in · Ticketrail",
		version: page.version,
		body: html`<h1>Brought in</h1>${renderTable(["Location", "Catalog", "Remarks"], page.rows.map(row))}<p><a href="${page.account}">Back</a></p>`,
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

function renderProfile(visitor: Visitor, account: string): Html {
	return html`<h2>About you</h2>
<form method="post" action="${account}/profile">
<p><label>Your name <input name="full_name" required maxlength="255" autocomplete="name" value="${visitor.full_name ?? ""}"></label></p>
<p><label>Phone number <input name="phone_number" type="tel" required maxlength="64" autocomplete="tel" value="${visitor.phone_number ?? ""}"></label></p>
<button type="submit">Save</button></form>`;
}

function renderOffer(offer: PosOffer, account: string): Html {
	if (offer.failure !== undefined) return html`<h2>${offer.source}</h2><p>${offer.failure}</p>`;
	if (offer.locations.length === 0) return html``;
	return html`<h2>Bring in from ${offer.source}</h2>
<form method="post" action="${account}/locations">
<input type="hidden" name="onboarding_id" value="${offer.onboarding_id}">
${offer.locations.map(
	({ provider_id, name, address }) =>
		html`<p><label><input type="checkbox" name="provider_id" value="${provider_id}"> ${name}, ${address.address_line_1} ${address.locality}</label></p>`,
)}
<button type="submit">Bring in</button></form>`;
}

function renderRow(location: Locations[number]): Html {
	const stores = location.dsps.map(({ name, status }) => `${name} (${status})`).join(", ");
	return html`<tr><td>${location.name}</td><td>${location.source}</td><td>${location.status}</td><td>${stores || "none"}</td></tr>`;
}
