import { digest } from "../../base/secret-box.ts";
import { findBearer } from "../../storage/tables/token.ts";
import type { AccountsParts } from "./accounts.ts";

/** The partner that a call speaks for. */
export interface AuthenticatedPartner {
	partner_id: string;
	client_id: string;
	scopes: string[];
}

/** Who a bearer token speaks for; undefined when it is unknown, expired, revoked, or its client is out of use. */
export async function authenticate(parts: AccountsParts, bearer: string): Promise<AuthenticatedPartner | undefined> {
	return findBearer(parts.db, digest(bearer), parts.clock.now());
}
