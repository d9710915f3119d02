import type { DoorBook, KnownIntegration } from "@ticketrail/onboarding-app";
import { type IntegrationRow, listIntegrations } from "../../storage/tables/integration.ts";
import type { OnboardingLinkRow } from "../../storage/tables/onboarding-link.ts";
import { findOrg } from "../../storage/tables/org.ts";
import { startUrl } from "../onboarding/index.ts";
import type { DoorsParts } from "./doors.ts";

/**
 * What a link's door knows, from the database: its one organisation, and the systems that it may connect. It keeps nothing, since
 * all of it is there already.
 */
export function linkBook(parts: DoorsParts, link: OnboardingLinkRow): DoorBook {
	const { db, accounts, public_url } = parts;
	const isOurs = (org_id: string) => org_id === link.org_id;
	return {
		async offers() {
			const providers = await accounts.listProviders();
			return providers
				.filter(({ slug }) => link.source === null || slug === link.source)
				.map(({ slug, name, type, auth }) => ({ slug, name, type, auth }));
		},
		async org(org_id) {
			const org = isOurs(org_id) ? await findOrg(db, org_id) : undefined;
			return org && { org_id, name: org.name, provider_id: org.provider_id ?? undefined };
		},
		async integrations(org_id) {
			if (!isOurs(org_id)) return [];
			const names = new Map((await accounts.listProviders()).map(({ slug, name }) => [slug, name]));
			const rows = await listIntegrations(db, org_id);
			return rows.map((row) => describe(row, names.get(row.slug) ?? row.slug, link, public_url));
		},
		keep: async () => {},
		keepLink: async () => {},
		links: async () => [],
	};
}

function describe(row: IntegrationRow, name: string, link: OnboardingLinkRow, public_url: string): KnownIntegration {
	const is_to_reconnect = row.integration_id === link.integration_id && row.updated_at <= (link.opened_at ?? 0);
	// a partner's own return_url takes the code elsewhere, where this page is not
	const can_sign_in = row.redirect_uri !== null && row.return_url === null;
	const waits = row.status === "waiting_for_oauth" || is_to_reconnect;
	const status = waits && row.redirect_uri !== null ? "waiting_for_oauth" : is_to_reconnect ? "pending" : row.status;
	return {
		...{ integration_id: row.integration_id, source: row.slug, name, type: row.type, since: row.updated_at },
		status: status as KnownIntegration["status"],
		...(waits && can_sign_in && { entry_url: startUrl(public_url, row.integration_id) }),
	};
}
