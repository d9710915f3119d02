import { digest } from "../../base/secret-box.ts";
import { findToken, revokeToken as markRevoked, revokeFamily } from "../../storage/tables/token.ts";
import type { AccountsParts } from "./accounts.ts";
import { verifyClient } from "./verify-client.ts";

/**
 * Revoke a token (RFC 7009): a refresh token takes its whole family with it, an access token goes alone. Unknown tokens and
 * tokens of other clients are no error and change nothing. Error: `invalid_client`.
 */
export async function revokeToken(
	parts: AccountsParts,
	call: { client_id: string; client_secret: string; token: string },
): Promise<void> {
	const client = await verifyClient(parts.db, call);
	const token = await findToken(parts.db, digest(call.token));
	if (!token || token.client_id !== client.client_id) return;
	const now = parts.clock.now();
	if (token.kind === "refresh") await revokeFamily(parts.db, token.family_id, now);
	else await markRevoked(parts.db, token.token_digest, now);
}
