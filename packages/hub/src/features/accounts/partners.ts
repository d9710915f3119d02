import { SCOPES } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import { insertApiClient, revokeApiClient as markRevoked } from "../../storage/tables/api-client.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findPartner, insertPartner, type PartnerRow } from "../../storage/tables/partner.ts";
import type { AccountsParts } from "./accounts.ts";

/** New credentials. This is the only time that `client_secret` (256 random bits) exists outside the partner's hands. */
export interface NewClient {
	partner_id: string;
	client_id: string;
	client_secret: string;
}

/**
 * Register a partner with its first API client. `return_url_origins` narrows where its onboardings may send browsers back to.
 * Errors: `invalid_field` for an empty name, an unknown scope, or a value that is no origin.
 */
export async function createPartner(
	parts: AccountsParts,
	partner: { name: string; scopes: readonly string[]; return_url_origins?: readonly string[] },
): Promise<NewClient> {
	const name = partner.name.trim();
	if (name === "") throw new HubError("invalid_field", { detail: "A partner needs a name.", param: "name" });
	const scopes = checkScopes(partner.scopes);
	const return_url_origins = (partner.return_url_origins ?? []).map(parseOrigin);
	const now = parts.clock.now();
	const client = {
		partner_id: newId(),
		client_id: newId(),
		client_secret: newSecret("trs", parts.random),
	};
	await parts.db.transaction(async (tx) => {
		await insertPartner(tx, { partner_id: client.partner_id, name, return_url_origins, created_at: now });
		await insertApiClient(tx, {
			client_id: client.client_id,
			partner_id: client.partner_id,
			name,
			secret_digest: digest(client.client_secret),
			scopes,
			created_at: now,
		});
		await insertAudit(tx, {
			org_id: client.partner_id,
			audit_id: newId(),
			actor: "operator",
			action: "partner.created",
			subject: client.client_id,
			detail: { scopes, return_url_origins },
			at: now,
		});
	});
	return client;
}

/** The partner with this id. */
export async function getPartner(parts: AccountsParts, partner_id: string): Promise<PartnerRow | undefined> {
	return findPartner(parts.db, partner_id);
}

/** Put an API client out of use; its tokens fail from then on. False: there was none in use with this id. */
export async function revokeApiClient(parts: AccountsParts, client_id: string): Promise<boolean> {
	return markRevoked(parts.db, client_id, parts.clock.now());
}

/** Known scopes in their order. Error: `invalid_field`. */
export function checkScopes(scopes: readonly string[]): string[] {
	const unknown = scopes.filter((scope) => !(SCOPES as readonly string[]).includes(scope));
	if (scopes.length === 0 || unknown.length > 0) {
		throw new HubError("invalid_field", {
			detail: `${unknown.length > 0 ? `Unknown scope ${unknown.join(", ")}` : "At least one scope is needed"}; there are: ${SCOPES.join(", ")}.`,
			param: "scopes",
		});
	}
	return SCOPES.filter((scope) => scopes.includes(scope));
}

function parseOrigin(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const is_origin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
	if (!is_origin) {
		throw new HubError("invalid_field", {
			detail: `${JSON.stringify(text)} is not an origin; write scheme, host and port only, like https://app.example.com.`,
			param: "return_url_origin",
		});
	}
	return url.origin;
}
