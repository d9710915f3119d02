import type { DoorBook, KnownIntegration, KnownOrg, Offer } from "./door-book.ts";

/** A book in memory, for one browser's session: it knows what was begun there, and forgets it with the session. */
export interface MemoryBook extends DoorBook {
	keepOrg(org: KnownOrg): void;
	keepOffer(offer: Offer): void;
	orgs(): KnownOrg[];
	/** The organisation of an integration that waits for its sign-in, the latest first. */
	waiting(): { org_id: string; integration_id: string } | undefined;
}

/** An empty book that offers these systems. */
export function createMemoryBook(offers: readonly Offer[]): MemoryBook {
	const offered = new Map(offers.map((offer) => [`${offer.type} ${offer.slug}`, offer]));
	const orgs = new Map<string, KnownOrg>();
	const integrations = new Map<string, Map<string, KnownIntegration>>();
	const links = new Map<string, { source: string; location_id: string; dsp_provider_id: string }[]>();
	return {
		offers: async () => [...offered.values()],
		org: async (org_id) => orgs.get(org_id),
		integrations: async (org_id) => [...(integrations.get(org_id)?.values() ?? [])],
		async keep(org_id, integration) {
			const known = integrations.get(org_id) ?? new Map<string, KnownIntegration>();
			// taken out first, so that the latest change stands last
			known.delete(integration.integration_id);
			integrations.set(org_id, known.set(integration.integration_id, integration));
		},
		async keepLink(org_id, link) {
			links.set(org_id, [...(links.get(org_id) ?? []), link]);
		},
		links: async (org_id) => links.get(org_id) ?? [],
		keepOrg(org) {
			orgs.set(org.org_id, org);
		},
		keepOffer(offer) {
			offered.set(`${offer.type} ${offer.slug}`, offer);
		},
		orgs: () => [...orgs.values()],
		waiting() {
			const all = [...integrations].flatMap(([org_id, known]) =>
				[...known.values()].map((one) => ({ org_id, ...one })),
			);
			const open = all.filter(({ status }) => status === "waiting_for_oauth");
			return open.sort((a, b) => b.since - a.since)[0];
		},
	};
}
