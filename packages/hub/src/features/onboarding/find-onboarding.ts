import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { Sql } from "../../storage/database.ts";
import { findIntegration, type IntegrationRow } from "../../storage/tables/integration.ts";
import { findIntegrationRoute } from "../../storage/tables/route.ts";

/**
 * The partner's onboarding with this id. Malformed, unknown and another partner's are one and the same `onboarding_not_found`
 * (reliability.md A14).
 */
export async function findOnboarding(
	sql: Sql,
	partner_id: string,
	integration_id: string,
	param?: string,
): Promise<IntegrationRow> {
	const route = isId(integration_id) ? await findIntegrationRoute(sql, integration_id) : undefined;
	const row =
		route?.partner_id === partner_id ? await findIntegration(sql, route.org_id, route.integration_id) : undefined;
	if (!row) throw new HubError("onboarding_not_found", param ? { param } : {});
	return row;
}

/** The same, and it must be connected and, where `type` says so, of that type: else `onboarding_not_active`, `wrong_integration_type`. */
export async function findActiveOnboarding(
	sql: Sql,
	partner_id: string,
	integration_id: string,
	expected: { param: string; type?: "pos" | "dsp" },
): Promise<IntegrationRow> {
	const { param, type } = expected;
	const row = await findOnboarding(sql, partner_id, integration_id, param);
	if (type !== undefined && row.type !== type) {
		throw new HubError("wrong_integration_type", {
			detail: `This onboarding is of a ${row.type.toUpperCase()}.`,
			param,
		});
	}
	if (row.status !== "active")
		throw new HubError("onboarding_not_active", { detail: `Its status is ${row.status}.`, param });
	return row;
}
