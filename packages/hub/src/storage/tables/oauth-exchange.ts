import type { Sql } from "../database.ts";

/** The last conversation of an integration about a token. Nothing in it is secret: codes are masked before they come here. */
export interface OauthExchangeRow {
	org_id: string;
	integration_id: string;
	grant_type: string;
	/** ok, refused, failed */
	outcome: string;
	/** HTTP status, if there was an answer */
	status: number | null;
	redirect_uri: string | null;
	code_masked: string | null;
	detail: string | null;
	/** epoch ms */
	at: number;
}

/** Keep how the last exchange went, in the place of the one before it. */
export async function noteOauthExchange(sql: Sql, row: OauthExchangeRow): Promise<void> {
	await sql.query(
		`INSERT INTO oauth_exchange (org_id, integration_id, grant_type, outcome, status, redirect_uri, code_masked, detail, at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		 ON CONFLICT (org_id, integration_id) DO UPDATE SET grant_type = excluded.grant_type, outcome = excluded.outcome,
		   status = excluded.status, redirect_uri = excluded.redirect_uri, code_masked = excluded.code_masked,
		   detail = excluded.detail, at = excluded.at`,
		[
			row.org_id,
			row.integration_id,
			row.grant_type,
			row.outcome,
			row.status,
			row.redirect_uri,
			row.code_masked,
			row.detail,
			row.at,
		],
	);
}

/** How the last exchange of an integration went. */
export async function findOauthExchange(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<OauthExchangeRow | undefined> {
	const rows = await sql.query<OauthExchangeRow>(
		`SELECT org_id, integration_id, grant_type, outcome, status, redirect_uri, code_masked, detail, at FROM oauth_exchange
		  WHERE org_id = $1 AND integration_id = $2`,
		[org_id, integration_id],
	);
	return rows[0];
}
