import type { Sql } from "../database.ts";

/** A merchant. `provider_id` is the partner's own id for it (contract.md A.4.1). Reference table: the tenant is `org_id` itself. */
export interface OrgRow {
	org_id: string;
	partner_id: string;
	provider_id: string | null;
	name: string;
	/** epoch ms */
	created_at: number;
}

/** A person of the merchant. The first one of an organisation is its owner. */
export interface OrgUserRow {
	org_id: string;
	user_id: string;
	email: string;
	first_name: string | null;
	last_name: string | null;
	role: string;
	/** epoch ms */
	created_at: number;
}

const COLUMNS = "org_id, partner_id, provider_id, name, created_at";

/** Create the organisation unless the partner has one with this `provider_id`. False: it has; it waits for a twin in flight. */
export async function insertOrg(sql: Sql, row: OrgRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO org (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)
		 ON CONFLICT (partner_id, provider_id) DO NOTHING RETURNING org_id`,
		[row.org_id, row.partner_id, row.provider_id, row.name, row.created_at],
	);
	return rows.length === 1;
}

/** The partner's organisation with this `provider_id`. */
export async function findOrgByProviderId(
	sql: Sql,
	partner_id: string,
	provider_id: string,
): Promise<OrgRow | undefined> {
	const rows = await sql.query<OrgRow>(`SELECT ${COLUMNS} FROM org WHERE partner_id = $1 AND provider_id = $2`, [
		partner_id,
		provider_id,
	]);
	return rows[0];
}

/** The organisation, whoever's it is: for operators. The Partner API asks `findOrgOfPartner`. */
export async function findOrg(sql: Sql, org_id: string): Promise<OrgRow | undefined> {
	const rows = await sql.query<OrgRow>(`SELECT ${COLUMNS} FROM org WHERE org_id = $1`, [org_id]);
	return rows[0];
}

/** The organisation, if it is this partner's. */
export async function findOrgOfPartner(sql: Sql, partner_id: string, org_id: string): Promise<OrgRow | undefined> {
	const rows = await sql.query<OrgRow>(`SELECT ${COLUMNS} FROM org WHERE org_id = $1 AND partner_id = $2`, [
		org_id,
		partner_id,
	]);
	return rows[0];
}

/** Add a person. */
export async function insertOrgUser(sql: Sql, row: OrgUserRow): Promise<void> {
	await sql.query(
		`INSERT INTO org_user (org_id, user_id, email, first_name, last_name, role, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		[row.org_id, row.user_id, row.email, row.first_name, row.last_name, row.role, row.created_at],
	);
}

/** The person that the organisation was created with. */
export async function findFirstUser(sql: Sql, org_id: string): Promise<OrgUserRow | undefined> {
	const rows = await sql.query<OrgUserRow>(
		`SELECT org_id, user_id, email, first_name, last_name, role, created_at FROM org_user
		  WHERE org_id = $1 ORDER BY created_at, user_id LIMIT 1`,
		[org_id],
	);
	return rows[0];
}

/** The ids of every organisation, for upkeep that goes from tenant to tenant. */
export async function listOrgIds(sql: Sql): Promise<string[]> {
	return (await sql.query<{ org_id: string }>("SELECT org_id FROM org ORDER BY org_id")).map((row) => row.org_id);
}

/** A person who signs in, as the partner or the POS names them. */
export interface SignedInUser {
	org_id: string;
	user_id: string;
	/** lower case: it tells people of an organisation apart */
	email: string;
	full_name: string | null;
	phone_number: string | null;
	/** what a new person gets */
	role: string;
	/** what a known person's role becomes; null: it stays */
	new_role: string | null;
	/** epoch ms */
	created_at: number;
}

/** Add a person or bring a known one up to date; what is null stays. Returns the id in force. */
export async function upsertSignedInUser(sql: Sql, row: SignedInUser): Promise<string> {
	const rows = await sql.query<{ user_id: string }>(
		`INSERT INTO org_user (org_id, user_id, email, full_name, phone_number, role, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $8)
		 ON CONFLICT (org_id, email) DO UPDATE SET full_name = coalesce(excluded.full_name, org_user.full_name),
		   phone_number = coalesce(excluded.phone_number, org_user.phone_number), role = coalesce($7, org_user.role)
		 RETURNING user_id`,
		[row.org_id, row.user_id, row.email, row.full_name, row.phone_number, row.role, row.new_role, row.created_at],
	);
	return rows[0]?.user_id ?? row.user_id;
}

/** Whether an organisation has anybody with an e-mail address yet. */
export async function hasNamedUser(sql: Sql, org_id: string): Promise<boolean> {
	return (await sql.query("SELECT 1 FROM org_user WHERE org_id = $1 AND email <> '' LIMIT 1", [org_id])).length > 0;
}

/** One person of an organisation. */
export async function findOrgUser(
	sql: Sql,
	org_id: string,
	user_id: string,
): Promise<{ email: string; full_name: string | null; phone_number: string | null; role: string } | undefined> {
	const rows = await sql.query<{ email: string; full_name: string | null; phone_number: string | null; role: string }>(
		"SELECT email, full_name, phone_number, role FROM org_user WHERE org_id = $1 AND user_id = $2",
		[org_id, user_id],
	);
	return rows[0];
}

/** Set what a person says of themselves. */
export async function updateOrgUserProfile(
	sql: Sql,
	profile: { org_id: string; user_id: string; full_name: string; phone_number: string },
): Promise<void> {
	await sql.query("UPDATE org_user SET full_name = $3, phone_number = $4 WHERE org_id = $1 AND user_id = $2", [
		profile.org_id,
		profile.user_id,
		profile.full_name,
		profile.phone_number,
	]);
}
