import { timingSafeEqual } from "node:crypto";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { digest } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import { type ApiClientRow, findApiClient } from "../../storage/tables/api-client.ts";

/** What an unknown client's secret is compared with, so that it costs the same as a known one's. */
const NOBODY = Buffer.alloc(32);

/**
 * The API client that these credentials belong to (contract.md A.1, reliability.md A9). Unknown client, revoked client and
 * wrong secret are one and the same `invalid_client`, and take the same steps.
 */
export async function verifyClient(
	sql: Sql,
	credentials: { client_id: string; client_secret: string },
): Promise<ApiClientRow> {
	const client = isId(credentials.client_id) ? await findApiClient(sql, credentials.client_id) : undefined;
	const matches = timingSafeEqual(digest(credentials.client_secret), client?.secret_digest ?? NOBODY);
	if (!client || !matches || client.revoked_at !== null) throw new HubError("invalid_client");
	return client;
}
