import type { Scope } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { digest } from "../../base/secret-box.ts";
import { findBearer } from "../../storage/tables/token.ts";
import type { AccountsParts } from "./accounts.ts";

/** The partner that a call speaks for. */
export interface AuthenticatedPartner {
	partner_id: string;
	client_id: string;
	scopes: readonly Scope[];
}

/** Who a bearer token speaks for. Throws `unauthorized` when it is unknown, expired or revoked, or its client is out of use. */
export async function authenticate(parts: AccountsParts, bearer: string): Promise<AuthenticatedPartner> {
	const found = await findBearer(parts.db, digest(bearer), parts.clock.now());
	if (!found) throw new HubError("unauthorized", { detail: "The token is unknown, expired or revoked." });
	return { ...found, scopes: found.scopes as Scope[] };
}
