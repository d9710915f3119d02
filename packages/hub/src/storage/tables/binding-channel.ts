import type { Sql } from "../database.ts";

/** A link in force as its channel's messages need it: the store, and the location behind it. */
export interface ChannelRow {
	org_id: string;
	binding_id: string;
	location_id: string;
	/** the DSP integration */
	integration_id: string;
	/** the DSP */
	slug: string;
	dsp_location_id: string;
	/** epoch ms, as all times here */
	connected_at: number | null;
	/** hash of the menu that the DSP has; null when it has none, or one that stock changes have altered since */
	menu_hash: string | null;
	/** of the location: 0 before its first catalog */
	catalog_version: number;
	prep_time_minutes: number | null;
	pos_location_id: string;
	location_status: string;
	/** of the location; null with `inactive` = until further notice */
	paused_until: number | null;
	/** when staff paused the link; null = it is not paused */
	link_paused_at: number | null;
	/** null = until it is resumed */
	link_paused_until: number | null;
	/** of the location, as its POS names it */
	timezone: string | null;
	/** of the location, as JSON; null when none were set */
	holidays: string | null;
	/** the POS's ids of the menus that the store shows, as JSON; null = all (contract.md A.4.7) */
	menu_ids: string | null;
}

const SELECT = `SELECT b.org_id, b.binding_id, b.location_id, b.integration_id, b.slug, b.dsp_location_id, b.connected_at, b.menu_hash, b.menu_ids,
	b.paused_at AS link_paused_at, b.paused_until AS link_paused_until, l.catalog_version, l.prep_time_minutes,
	l.provider_id AS pos_location_id, l.status AS location_status, l.paused_until, l.timezone, l.holidays
	FROM binding b JOIN location l ON l.org_id = b.org_id AND l.location_id = b.location_id`;

/** The channel of one link, if the link is in force. */
export async function findChannel(sql: Sql, org_id: string, binding_id: string): Promise<ChannelRow | undefined> {
	const rows = await sql.query<ChannelRow>(
		`${SELECT} WHERE b.org_id = $1 AND b.binding_id = $2 AND b.ended_at IS NULL`,
		[org_id, binding_id],
	);
	return rows[0];
}

/** Every channel of a location, always in the same order. */
export async function listChannels(sql: Sql, org_id: string, location_id: string): Promise<ChannelRow[]> {
	return sql.query<ChannelRow>(
		`${SELECT} WHERE b.org_id = $1 AND b.location_id = $2 AND b.ended_at IS NULL ORDER BY b.binding_id`,
		[org_id, location_id],
	);
}

/** Note which menu the DSP has now; null = it is no longer known. */
export async function setMenuHash(
	sql: Sql,
	change: { org_id: string; binding_id: string; menu_hash: string | null },
): Promise<void> {
	await sql.query("UPDATE binding SET menu_hash = $3 WHERE org_id = $1 AND binding_id = $2", [
		change.org_id,
		change.binding_id,
		change.menu_hash,
	]);
}

/** Note that the DSP knows of the link. */
export async function setConnectedAt(
	sql: Sql,
	change: { org_id: string; binding_id: string; connected_at: number },
): Promise<void> {
	await sql.query(
		"UPDATE binding SET connected_at = coalesce(connected_at, $3) WHERE org_id = $1 AND binding_id = $2",
		[change.org_id, change.binding_id, change.connected_at],
	);
}
