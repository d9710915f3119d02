import type { Sql } from "../database.ts";

/** A way for one merchant to onboard on the hub's pages. Times epoch ms. */
export interface OnboardingLinkRow {
	link_id: string;
	org_id: string;
	partner_id: string;
	/** `page` or `widget` */
	kind: string;
	/** where a widget is framed */
	origin: string | null;
	/** the one POS or DSP that is offered */
	source: string | null;
	/** the integration that is to be connected again */
	integration_id: string | null;
	created_by: string;
	created_at: number;
	expires_at: number;
	opened_at: number | null;
	session_expires_at: number | null;
}

const COLUMNS = `link_id, org_id, partner_id, kind, origin, source, integration_id, created_by, created_at, expires_at, opened_at,
	session_expires_at`;

/** Store a new link by the digest of its token. */
export async function insertOnboardingLink(
	sql: Sql,
	row: Omit<OnboardingLinkRow, "opened_at" | "session_expires_at"> & { token_digest: Buffer },
): Promise<void> {
	await sql.query(
		`INSERT INTO onboarding_link (link_id, org_id, partner_id, kind, origin, source, integration_id, token_digest, created_by,
		   created_at, expires_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		[
			...[row.link_id, row.org_id, row.partner_id, row.kind, row.origin, row.source, row.integration_id],
			...[row.token_digest, row.created_by, row.created_at, row.expires_at],
		],
	);
}

/** The link with this id, whatever its condition. */
export async function findOnboardingLink(sql: Sql, link_id: string): Promise<OnboardingLinkRow | undefined> {
	const rows = await sql.query<OnboardingLinkRow>(`SELECT ${COLUMNS} FROM onboarding_link WHERE link_id = $1`, [
		link_id,
	]);
	return rows[0];
}

/** Use the token up for a session; undefined when it is another token, used, or too old. Of two at once one gets it. */
export async function openOnboardingLink(
	sql: Sql,
	open: { link_id: string; token_digest: Buffer; session_digest: Buffer; session_expires_at: number; at: number },
): Promise<OnboardingLinkRow | undefined> {
	const rows = await sql.query<OnboardingLinkRow>(
		`UPDATE onboarding_link SET opened_at = $5, session_digest = $3, session_expires_at = $4
		  WHERE link_id = $1 AND token_digest = $2 AND opened_at IS NULL AND expires_at > $5 RETURNING ${COLUMNS}`,
		[open.link_id, open.token_digest, open.session_digest, open.session_expires_at, open.at],
	);
	return rows[0];
}

/** The link that this session came from, while the session is in force. */
export async function findOnboardingSession(
	sql: Sql,
	session_digest: Buffer,
	at: number,
): Promise<OnboardingLinkRow | undefined> {
	const rows = await sql.query<OnboardingLinkRow>(
		`SELECT ${COLUMNS} FROM onboarding_link WHERE session_digest = $1 AND session_expires_at > $2`,
		[session_digest, at],
	);
	return rows[0];
}

/** Forget links that nobody can use since before `before`. */
export async function forgetOnboardingLinks(sql: Sql, before: number): Promise<void> {
	await sql.query("DELETE FROM onboarding_link WHERE coalesce(session_expires_at, expires_at) < $1", [before]);
}
