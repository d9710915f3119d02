import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import { insertApiClient, revokeApiClientOfPartner } from "../../storage/tables/api-client.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findPartner } from "../../storage/tables/partner.ts";
import type { AccountsParts } from "./accounts.ts";
import { checkScopes, type NewClient } from "./partners.ts";

/** Make another API client for a partner, by an operator. Errors: `partner_not_found`, `invalid_field`. */
export async function createApiKey(
	parts: AccountsParts,
	key: { partner_id: string; name: string; scopes: readonly string[]; actor: string },
): Promise<NewClient> {
	const { partner_id, actor } = key;
	const name = key.name.trim();
	if (name === "") throw new HubError("invalid_field", { detail: "A key needs a name.", param: "/name" });
	const scopes = checkScopes(key.scopes);
	const client = { partner_id, client_id: newId(), client_secret: newSecret("trs", parts.random) };
	const at = parts.clock.now();
	await parts.db.transaction(async (tx) => {
		if (!isId(partner_id) || !(await findPartner(tx, partner_id))) throw new HubError("partner_not_found");
		const { client_id, client_secret } = client;
		const secret_digest = digest(client_secret);
		await insertApiClient(tx, { client_id, partner_id, name, secret_digest, scopes, created_at: at });
		const audit = { org_id: partner_id, audit_id: newId(), actor, at };
		await insertAudit(tx, { ...audit, action: "api_client.created", subject: client_id, detail: { scopes } });
	});
	return client;
}

/** Put a partner's API client and its tokens out of use. Error: `token_not_found`, also for a repetition. */
export async function revokeApiKey(
	parts: AccountsParts,
	key: { partner_id: string; client_id: string; actor: string },
): Promise<void> {
	const { partner_id, client_id, actor } = key;
	const at = parts.clock.now();
	await parts.db.transaction(async (tx) => {
		const is_possible = isId(partner_id) && isId(client_id);
		if (!is_possible || !(await revokeApiClientOfPartner(tx, { client_id, partner_id, at })))
			throw new HubError("token_not_found");
		const audit = { org_id: partner_id, audit_id: newId(), actor, at };
		await insertAudit(tx, { ...audit, action: "api_client.revoked", subject: client_id, detail: {} });
	});
}
