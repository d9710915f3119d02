import type { CreatePartnerTokenRequest, PartnerToken } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import {
	type ApiClientRow,
	insertApiClient,
	listApiClientsOfOrg,
	renameApiClient,
	revokeApiClientOfPartner,
} from "../../storage/tables/api-client.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findOrgOfPartner } from "../../storage/tables/org.ts";
import type { AccountsParts } from "./accounts.ts";
import type { AuthenticatedPartner } from "./authenticate.ts";
import { grantScopes } from "./grant-scopes.ts";

/** The API clients in use that were made for an organisation (contract.md A.2). Error: `org_not_found`. */
export async function listPartnerTokens(
	parts: AccountsParts,
	caller: AuthenticatedPartner,
	org_id: string,
): Promise<PartnerToken[]> {
	await checkOrg(parts.db, caller, org_id, "org_id");
	return (await listApiClientsOfOrg(parts.db, caller.partner_id, org_id)).map(describe);
}

/**
 * Make an API client for an organisation (contract.md A.2). Its secret is in this answer only. It may do no more than the
 * token that asks for it. Errors: `org_not_found`, `invalid_scope`.
 */
export async function createPartnerToken(
	parts: AccountsParts,
	caller: AuthenticatedPartner,
	request: CreatePartnerTokenRequest,
): Promise<PartnerToken> {
	await checkOrg(parts.db, caller, request.org_id, "/org_id");
	const client_secret = newSecret("trs", parts.random);
	const row = {
		client_id: newId(),
		partner_id: caller.partner_id,
		org_id: request.org_id,
		name: request.token_name,
		secret_digest: digest(client_secret),
		scopes: grantScopes(request.scopes, caller.scopes),
		created_at: parts.clock.now(),
	};
	await parts.db.transaction(async (tx) => {
		await insertApiClient(tx, row);
		await audit(parts, tx, caller, "api_client.created", row.client_id);
	});
	return { ...describe(row), client_secret };
}

/** Give an API client another name (contract.md A.2). Error: `token_not_found`. */
export async function renamePartnerToken(
	parts: AccountsParts,
	caller: AuthenticatedPartner,
	token_id: string,
	name: string,
): Promise<PartnerToken> {
	const row = isId(token_id)
		? await renameApiClient(parts.db, { client_id: token_id, partner_id: caller.partner_id, name })
		: undefined;
	if (row === undefined) throw new HubError("token_not_found");
	return describe(row);
}

/** Put an API client and its tokens out of use (contract.md A.2). Error: `token_not_found`, also for a repetition. */
export async function deletePartnerToken(
	parts: AccountsParts,
	caller: AuthenticatedPartner,
	token_id: string,
): Promise<void> {
	const { partner_id } = caller;
	const at = parts.clock.now();
	await parts.db.transaction(async (tx) => {
		const is_revoked = isId(token_id) && (await revokeApiClientOfPartner(tx, { client_id: token_id, partner_id, at }));
		if (!is_revoked) throw new HubError("token_not_found");
		await audit(parts, tx, caller, "api_client.revoked", token_id);
	});
}

/** `param`: where the caller named the organisation, in a query or in a document. */
async function checkOrg(
	sql: Sql,
	caller: AuthenticatedPartner,
	org_id: string,
	param: "org_id" | "/org_id",
): Promise<void> {
	const org = isId(org_id) ? await findOrgOfPartner(sql, caller.partner_id, org_id) : undefined;
	if (!org) throw new HubError("org_not_found", { param });
}

async function audit(
	parts: AccountsParts,
	tx: Sql,
	caller: AuthenticatedPartner,
	action: string,
	subject: string,
): Promise<void> {
	const who = { org_id: caller.partner_id, actor: `partner:${caller.client_id}` };
	await insertAudit(tx, { ...who, audit_id: newId(), action, subject, detail: {}, at: parts.clock.now() });
}

function describe(row: Pick<ApiClientRow, "client_id" | "name" | "scopes">): PartnerToken {
	return { _id: row.client_id, token_name: row.name, scopes: row.scopes, client_id: row.client_id };
}
