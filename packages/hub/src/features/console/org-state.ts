import { type IntegrationSummary, ONBOARDING_STEPS, type OrgState } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import {
	type ConsoleIntegrationRow,
	countOrgNumbers,
	listConsoleIntegrations,
	listConsoleOrgs,
} from "../../storage/tables/console-org.ts";
import { findFirstUser } from "../../storage/tables/org.ts";
import { findAttention } from "./attention.ts";
import { type ConsoleParts, nameOf, namesOf, timeOfId } from "./console.ts";
import { countsOf } from "./list-orgs.ts";

/** The state of an organisation, without its locations' rows. Error: `org_not_found`. */
export async function orgState(parts: ConsoleParts, org_id: string): Promise<OrgState> {
	const { db, clock } = parts;
	const now = clock.now();
	const filter = { org_id, partner_id: null, like: null, has_problems: false };
	const [[org], [numbers], integrations, owner] = await Promise.all([
		listConsoleOrgs(db, filter, null, 1),
		countOrgNumbers(db, [org_id], now),
		listConsoleIntegrations(db, [org_id]),
		findFirstUser(db, org_id),
	]);
	if (org === undefined) throw new HubError("org_not_found");
	const names = await namesOf(
		parts,
		integrations.map((row) => row.slug),
	);
	const counts = countsOf(numbers);
	const attention = await findAttention(parts, org_id, integrations, names, counts.stores_unlinked);
	const owner_name = [owner?.first_name, owner?.last_name].filter(Boolean).join(" ");
	return {
		_id: org_id,
		name: org.name,
		...(org.provider_id && { provider_id: org.provider_id }),
		partner: { _id: org.partner_id, name: org.partner_name },
		...(owner?.email && { owner: { email: owner.email, ...(owner_name && { full_name: owner_name }) } }),
		steps: stepsOf(integrations, counts),
		counts: { ...counts, open_problems: attention.length },
		integrations: await Promise.all(integrations.map((row) => summarize(parts, row))),
		attention,
		...(numbers?.last_order_id && { last_order_at: timeOfId(numbers.last_order_id) }),
		as_of: now,
	};
}

/** An integration in short. */
export async function summarize(
	parts: Pick<ConsoleParts, "getProvider" | "public_url">,
	row: ConsoleIntegrationRow,
): Promise<IntegrationSummary> {
	const is_waiting = row.status === "waiting_for_oauth" && row.return_url === null;
	return {
		_id: row.integration_id,
		source: row.slug,
		name: await nameOf(parts, row.slug),
		type: row.type,
		status: row.status as IntegrationSummary["status"],
		health: row.health as IntegrationSummary["health"],
		...(row.health_reason && { health_reason: row.health_reason }),
		since: row.updated_at,
		...(row.token_expires_at !== null && { token_expires_at: row.token_expires_at }),
		...(is_waiting && { entry_url: `${parts.public_url}/oauth/start/${row.integration_id}` }),
		...(row.last_sync_at !== null && { last_sync_at: row.last_sync_at }),
		...(row.type === "dsp" ? { stores: row.stores } : { locations: row.locations }),
	};
}

/** The four steps: the first that is not done is the current one. */
function stepsOf(integrations: readonly ConsoleIntegrationRow[], counts: OrgState["counts"]): OrgState["steps"] {
	const is_done = {
		organisation: true,
		pos: integrations.some(({ type, status }) => type === "pos" && status === "active"),
		locations: counts.locations > 0,
		dsp: counts.links_live + counts.links_pending + counts.links_paused > 0,
	};
	const current = ONBOARDING_STEPS.find((step) => !is_done[step]);
	return ONBOARDING_STEPS.map((step) => ({ step, is_done: is_done[step], is_current: step === current }));
}
