import type { OrgLocation, OrgState } from "@ticketrail/contract";
import { PartnerFailure } from "../partner/partner-failure.ts";
import { describeIntegration } from "./connect.ts";
import type { KnownIntegration } from "./door-book.ts";
import type { DoorParts } from "./door-parts.ts";

/** The home page of a merchant, from what the Partner API tells of it (contract.md A.4.8) and what the door remembers. */
export async function orgState(parts: DoorParts, org_id: string): Promise<OrgState> {
	const [org, integrations] = await Promise.all([parts.book.org(org_id), parts.book.integrations(org_id)]);
	if (!org) throw new PartnerFailure(404, "org_not_found", "No such organisation here.");
	const locations = await parts.api.orgLocations(org_id);
	return {
		...{ _id: org_id, name: org.name, partner: { _id: "partner", name: "" }, as_of: parts.now() },
		...(org.provider_id && { provider_id: org.provider_id }),
		steps: stepsOf(locations, integrations),
		counts: countsOf(locations),
		integrations: integrations.map((integration) => ({
			...describeIntegration(integration),
			...(integration.type === "pos" && {
				locations: locations.filter(({ source }) => source === integration.source).length,
			}),
		})),
		attention: [],
	};
}

function stepsOf(locations: readonly OrgLocation[], integrations: readonly KnownIntegration[]): OrgState["steps"] {
	const isConnected = (wanted: "pos" | "dsp") =>
		integrations.some(({ type, status }) => type === wanted && status === "active");
	const done = {
		organisation: true,
		pos: locations.length > 0 || isConnected("pos"),
		locations: locations.length > 0,
		dsp: locations.some(({ dsps }) => dsps.length > 0),
	};
	const steps = Object.entries(done) as [keyof typeof done, boolean][];
	const current = steps.find(([, is_done]) => !is_done)?.[0];
	return steps.map(([step, is_done]) => ({ step, is_done, is_current: step === current }));
}

function countsOf(locations: readonly OrgLocation[]): OrgState["counts"] {
	const statuses = locations.flatMap(({ dsps }) => dsps.map(({ status }) => status.toUpperCase()));
	const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
	return {
		locations: locations.length,
		locations_active: locations.filter(({ status }) => status === "active").length,
		links_live: count("APPROVED"),
		links_pending: count("PENDING"),
		links_paused: count("PAUSED"),
		...{ stores_unlinked: 0, open_problems: 0 },
	};
}
