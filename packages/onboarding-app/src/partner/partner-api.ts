import type { OrgLocation, OrgUser, PartnerLocation } from "@ticketrail/contract";

/** An onboarding as far as every hub tells of it (contract.md A.4.2, A.4.3). */
export interface Started {
	_id: string;
	/** as the hub says; decide by `entry_url`, not by this (F-15) */
	status: string;
	entry_url?: string;
}

/** A pair to link (contract.md A.4.6). `reason` and `brand_name` are what a person typed; a hub need not know them. */
export interface Pair {
	pos_location_id: string;
	dsp_provider_id: string;
	dsp_store_name: string;
	reason?: string | undefined;
	brand_name?: string | undefined;
}

/** What became of one row, where a hub says so; the contract shows no answer (A.4.5, A.4.6). */
export interface RowOutcome {
	/** the POS's or the DSP's id of the row */
	provider_id: string;
	_id?: string | undefined;
	status?: string | undefined;
	error?: { code: string; detail: string } | undefined;
	catalog_objects?: number | undefined;
}

/**
 * The six verbs of headless onboarding (contract.md A.4), and nothing that a hub of somebody else may lack. Failures are thrown as
 * `PartnerFailure`. What the contract leaves undocumented may be missing in an answer.
 */
export interface PartnerApi {
	createOrg(org: { name: string; provider_id: string; user?: OrgUser | undefined }): Promise<{ org_id: string }>;
	createIntegration(wanted: {
		org_id: string;
		source: string;
		type: "pos" | "dsp";
		return_url?: string | undefined;
	}): Promise<Started>;
	completeIntegration(onboarding_id: string, code: string): Promise<Started>;
	/** What the POS or DSP lists right now. */
	listLocations(onboarding_id: string): Promise<PartnerLocation[]>;
	/** Rows of the answer; empty when the hub sends none. */
	ingestLocations(onboarding_id: string, provider_ids: readonly string[]): Promise<RowOutcome[]>;
	/** Rows of the answer; empty when the hub sends none. */
	bindLocations(onboarding_id: string, pairs: readonly Pair[]): Promise<RowOutcome[]>;
	orgLocations(org_id: string): Promise<OrgLocation[]>;
}
