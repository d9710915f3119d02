/** An integration as the door knows it. The Partner API has no call that lists them, so somebody must remember. */
export interface KnownIntegration {
	integration_id: string;
	source: string;
	name: string;
	type: "pos" | "dsp";
	status: "pending" | "waiting_for_oauth" | "active" | "deprovisioned";
	entry_url?: string | undefined;
	/** epoch ms */
	since: number;
}

/** A POS or DSP that may be connected. */
export interface Offer {
	slug: string;
	name: string;
	type: "pos" | "dsp";
	auth: "oauth" | "manual";
}

/** An organisation as the door knows it. */
export interface KnownOrg {
	org_id: string;
	name: string;
	provider_id?: string | undefined;
}

/** What a door remembers beside the Partner API: an app in its sessions, a hub in its database. */
export interface DoorBook {
	offers(): Promise<Offer[]>;
	org(org_id: string): Promise<KnownOrg | undefined>;
	integrations(org_id: string): Promise<KnownIntegration[]>;
	/** A new one, or a known one that changed. */
	keep(org_id: string, integration: KnownIntegration): Promise<void>;
	/** A link that was made through this door: hubs need not say which store a location has (contract.md A.4.8). */
	keepLink(org_id: string, link: { source: string; location_id: string; dsp_provider_id: string }): Promise<void>;
	links(org_id: string): Promise<{ source: string; location_id: string; dsp_provider_id: string }[]>;
}
