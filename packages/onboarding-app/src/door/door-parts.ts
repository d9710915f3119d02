import type { BindDecision } from "@ticketrail/contract";
import type { PartnerApi } from "../partner/partner-api.ts";
import type { DoorBook } from "./door-book.ts";

/** Which integration of which organisation. */
export interface IntegrationRef {
	org_id: string;
	integration_id: string;
}

/** Decisions on the proposal of this version. */
export interface Decided {
	version: string;
	decisions: readonly BindDecision[];
}

/** What a door stands on. */
export interface DoorParts {
	api: PartnerApi;
	book: DoorBook;
	/** epoch ms */
	now(): number;
	/** Where a browser comes back to after a sign-in; undefined: the hub takes the code itself. */
	return_url: string | undefined;
	/** A line for whoever runs the door: what a person typed to say why a pair is right. */
	note(event: string, detail: Record<string, unknown>): void;
}
