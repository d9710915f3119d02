import type {
	AssignMenusReply,
	AssignMenusRequest,
	BindReply,
	BindRequest,
	IngestReply,
	IngestRequest,
	ListLocationsReply,
	OrgLocationsReply,
} from "@ticketrail/contract";
import { type IntegrationRow, listIntegrations } from "../../storage/tables/integration.ts";
import type { Actor } from "../onboarding/index.ts";
import { assignMenus } from "./assign-menus.ts";
import { bindLocations } from "./bind-locations.ts";
import { fetchLocations, type ListedLocation } from "./fetch-locations.ts";
import { ingestLocations } from "./ingest-locations.ts";
import { listLocations } from "./list-locations.ts";
import type { LocationsParts } from "./locations.ts";
import { noteStoreStatus, type StoreNews } from "./note-store-status.ts";
import type { OpenMatcher } from "./open-matcher.ts";
import { orgLocations, requireOrg } from "./org-locations.ts";
import { pauseLink, resumeLink } from "./pause-link.ts";
import { endLink, type StoreLink, showLink } from "./store-links.ts";

export type { ListedLocation } from "./fetch-locations.ts";
export type { LocationsParts } from "./locations.ts";
export { matchRows } from "./match-rows.ts";
export type { StoreNews } from "./note-store-status.ts";
export { type OpenMatcher, openMatcher } from "./open-matcher.ts";
export { partnerAddress } from "./partner-address.ts";
export { showOrg } from "./show-org.ts";

/** A merchant's locations: what the other side lists, what was imported, what is linked (contract.md A.4.4 to A.4.8). */
export interface Locations {
	listLocations(actor: Actor, query: { onboarding_id: string }): Promise<ListLocationsReply>;
	ingestLocations(actor: Actor, request: IngestRequest): Promise<IngestReply>;
	/** `matcher`: one that the caller has for the organisation's and the DSP's rows. */
	bindLocations(actor: Actor, request: BindRequest, matcher?: OpenMatcher): Promise<BindReply>;
	/** Which menus linked stores show (contract.md A.4.7, ours). */
	assignMenus(actor: Actor, request: AssignMenusRequest): Promise<AssignMenusReply>;
	showLink(actor: Actor, link: { org_id: string; link_id: string }): Promise<StoreLink>;
	endLink(actor: Actor, link: { org_id: string; link_id: string }): Promise<StoreLink>;
	/** Close the store of a link at its DSP; `until_ms` epoch ms, missing = until it is resumed. */
	pauseLink(actor: Actor, link: { org_id: string; link_id: string }, until_ms?: number): Promise<void>;
	resumeLink(actor: Actor, link: { org_id: string; link_id: string }): Promise<void>;
	/** The organisation's connected POS onboardings, for its own people (contract.md B.10). */
	connectedPos(org_id: string): Promise<{ onboarding_id: string; source: string }[]>;
	/** What the integration's own system lists now. Errors: `provider_unreachable`, `provider_refused`, `provider_reauthorization_needed`. */
	fetchLocations(integration: IntegrationRow): Promise<ListedLocation[]>;
	orgLocations(actor: Actor, org_id: string): Promise<OrgLocationsReply>;
	/** A DSP pauses or reopens its own store (contract.md C.5.3). */
	noteStoreStatus(news: StoreNews): Promise<boolean>;
	/** Nothing, if the organisation is this partner's. Error: `org_not_found`. */
	requireOrg(actor: Actor, org_id: string): Promise<void>;
}

/** The verbs of this feature with what they need. */
export function createLocations(parts: LocationsParts): Locations {
	return {
		listLocations: (actor, query) => listLocations(parts, actor, query),
		ingestLocations: (actor, request) => ingestLocations(parts, actor, request),
		bindLocations: (actor, request, matcher) => bindLocations(parts, actor, request, matcher),
		assignMenus: (actor, request) => assignMenus(parts, actor, request),
		noteStoreStatus: (news) => noteStoreStatus(parts, news),
		showLink: (actor, link) => showLink(parts, actor, link),
		endLink: (actor, link) => endLink(parts, actor, link),
		pauseLink: (actor, link, until_ms) => pauseLink(parts, actor, link, until_ms),
		resumeLink: (actor, link) => resumeLink(parts, actor, link),
		async connectedPos(org_id) {
			const rows = await listIntegrations(parts.db, org_id);
			return rows
				.filter((row) => row.type === "pos" && row.status === "active")
				.map((row) => ({ onboarding_id: row.integration_id, source: row.slug }));
		},
		fetchLocations: (integration) => fetchLocations(parts, integration),
		orgLocations: (actor, org_id) => orgLocations(parts, actor, org_id),
		requireOrg: (actor, org_id) => requireOrg(parts, actor, org_id),
	};
}
