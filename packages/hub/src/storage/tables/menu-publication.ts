import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Sql } from "../database.ts";

/** A menu file as one store of a DSP was told to fetch it (contract.md C.6). */
export interface MenuPublicationRow {
	org_id: string;
	publication_id: string;
	binding_id: string;
	location_id: string;
	/** the DSP */
	slug: string;
	catalog_version: number;
	menu_hash: string;
	/** JSON with gzip */
	file: Buffer;
	/** epoch ms */
	created_at: number;
}

/** A file as it is stored: before `file` there was only the JSON itself. */
type StoredFile = { file: Buffer; body: null } | { file: null; body: string };

const zip = promisify(gzip);

/** Store a file together with the digest of the token that its address carries. */
export async function insertMenuPublication(
	sql: Sql,
	row: MenuPublicationRow & { token_digest: Buffer },
): Promise<void> {
	await sql.query(
		`INSERT INTO menu_publication (org_id, publication_id, binding_id, location_id, slug, catalog_version, menu_hash, file,
		   created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		[
			row.org_id,
			row.publication_id,
			row.binding_id,
			row.location_id,
			row.slug,
			row.catalog_version,
			row.menu_hash,
			row.file,
			row.created_at,
		],
	);
	await sql.query("INSERT INTO route_menu (token_digest, org_id, publication_id) VALUES ($1, $2, $3)", [
		row.token_digest,
		row.org_id,
		row.publication_id,
	]);
}

/** The file behind a token. */
export async function findMenuFile(
	sql: Sql,
	token_digest: Buffer,
): Promise<Pick<MenuPublicationRow, "file" | "menu_hash"> | undefined> {
	const routes = await sql.query<{ org_id: string; publication_id: string }>(
		"SELECT org_id, publication_id FROM route_menu WHERE token_digest = $1",
		[token_digest],
	);
	const route = routes[0];
	if (route === undefined) return undefined;
	const rows = await sql.query<StoredFile & { menu_hash: string }>(
		"SELECT file, body, menu_hash FROM menu_publication WHERE org_id = $1 AND publication_id = $2",
		[route.org_id, route.publication_id],
	);
	return rows[0] && { menu_hash: rows[0].menu_hash, file: await fileOf(rows[0]) };
}

async function fileOf({ file, body }: StoredFile): Promise<Buffer> {
	return file ?? (await zip(body));
}

/** The last file that a store was told of and that it took. */
export async function findLivePublication(
	sql: Sql,
	org_id: string,
	binding_id: string,
): Promise<Pick<MenuPublicationRow, "publication_id" | "menu_hash" | "file" | "created_at"> | undefined> {
	const rows = await sql.query<Pick<MenuPublicationRow, "publication_id" | "menu_hash" | "created_at"> & StoredFile>(
		`SELECT p.publication_id, p.menu_hash, p.file, p.body, p.created_at FROM menu_publication p
		   JOIN delivery d ON d.org_id = p.org_id AND d.delivery_id = p.publication_id
		  WHERE p.org_id = $1 AND p.binding_id = $2 AND d.state = 'delivered'
		  ORDER BY p.created_at DESC, p.publication_id DESC LIMIT 1`,
		[org_id, binding_id],
	);
	const row = rows[0];
	if (row === undefined) return undefined;
	const { publication_id, menu_hash, created_at } = row;
	return { publication_id, menu_hash, created_at, file: await fileOf(row) };
}

/** Whether there is a file for a store, fetched or not. */
export async function hasPublication(sql: Sql, org_id: string, binding_id: string): Promise<boolean> {
	const rows = await sql.query(
		"SELECT publication_id FROM menu_publication WHERE org_id = $1 AND binding_id = $2 LIMIT 1",
		[org_id, binding_id],
	);
	return rows.length > 0;
}

/** The hash of a publication's file. */
export async function findMenuHash(sql: Sql, org_id: string, publication_id: string): Promise<string | undefined> {
	const rows = await sql.query<{ menu_hash: string }>(
		"SELECT menu_hash FROM menu_publication WHERE org_id = $1 AND publication_id = $2",
		[org_id, publication_id],
	);
	return rows[0]?.menu_hash;
}

/** Remove a store's files from before `before` (epoch ms) and their addresses. */
export async function deleteMenuPublications(
	sql: Sql,
	target: { org_id: string; binding_id: string; before: number },
): Promise<void> {
	const gone = await sql.query<{ publication_id: string }>(
		"DELETE FROM menu_publication WHERE org_id = $1 AND binding_id = $2 AND created_at < $3 RETURNING publication_id",
		[target.org_id, target.binding_id, target.before],
	);
	if (gone.length === 0) return;
	await sql.query("DELETE FROM route_menu WHERE org_id = $1 AND publication_id = ANY($2::uuid[])", [
		target.org_id,
		gone.map((row) => row.publication_id),
	]);
}
