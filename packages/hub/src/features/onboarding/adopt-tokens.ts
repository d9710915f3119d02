import { newId } from "../../base/id.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Tx } from "../../delivery/index.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { activateByPos, insertIntegration, listIntegrations } from "../../storage/tables/integration.ts";
import { listLocationsOfIntegration } from "../../storage/tables/location.ts";
import { insertIntegrationRoute, insertPosLocationRoutes } from "../../storage/tables/route.ts";
import { callbackUrl, type OnboardingParts } from "./onboarding.ts";
import { sealTokens } from "./sealed-tokens.ts";

/**
 * Take the tokens of a sign-in that the POS began (contract.md B.10): the organisation's integration with that POS gets them,
 * a new one where there is none. Returns its id. The POS is not told of a connection that it made itself (B.9).
 */
export async function adoptTokens(
	parts: Pick<OnboardingParts, "secret_box" | "public_url">,
	tx: Tx,
	owner: { org_id: string; partner_id: string; provider: Provider; at: number },
	tokens: { access_token: string; refresh_token: string | null; expires_at: number; account_id: string | null },
): Promise<string> {
	const { org_id, partner_id, provider, at } = owner;
	const { slug } = provider;
	const known = (await listIntegrations(tx, org_id)).find((row) => row.slug === slug && row.type === "pos");
	const integration_id = known?.integration_id ?? newId();
	if (known === undefined) {
		const redirect_uri = callbackUrl(parts.public_url, slug);
		const row = { org_id, integration_id, slug, type: "pos" as const, status: "waiting_for_oauth" as const };
		await insertIntegration(tx, { ...row, return_url: null, redirect_uri, at });
		await insertIntegrationRoute(tx, { integration_id, org_id, partner_id, slug });
	}
	const { account_id, expires_at: token_expires_at } = tokens;
	const sealed = sealTokens(parts.secret_box, integration_id, tokens);
	await activateByPos(tx, { org_id, integration_id, account_id, token_expires_at, ...sealed, at });
	const locations = await listLocationsOfIntegration(tx, org_id, integration_id);
	const routes = locations.map((row) => ({
		slug,
		pos_location_id: row.provider_id,
		org_id,
		location_id: row.location_id,
	}));
	await insertPosLocationRoutes(tx, routes);
	const audit = { org_id, audit_id: newId(), actor: "merchant", at };
	await insertAudit(tx, { ...audit, action: "integration.connected", subject: integration_id, detail: { slug } });
	return integration_id;
}
