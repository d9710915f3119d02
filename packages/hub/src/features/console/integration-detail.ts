import type { CallRow, IntegrationDetail, OauthExchange } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { type CallRecord, listCallsIn, listCallsOut } from "../../storage/tables/console-call.ts";
import { listConsoleIntegrations } from "../../storage/tables/console-org.ts";
import { findOauthExchange } from "../../storage/tables/oauth-exchange.ts";
import { findOrg } from "../../storage/tables/org.ts";
import type { ConsoleParts } from "./console.ts";
import { summarize } from "./org-state.ts";

const CALLS = 20;

/** One integration with its last calls and its last exchange of a token, masked. Error: `onboarding_not_found`. */
export async function integrationDetail(
	parts: ConsoleParts,
	key: { org_id: string; integration_id: string },
): Promise<IntegrationDetail> {
	const { db } = parts;
	const { org_id, integration_id } = key;
	const row = isId(integration_id)
		? (await listConsoleIntegrations(db, [org_id])).find((candidate) => candidate.integration_id === integration_id)
		: undefined;
	if (row === undefined) throw new HubError("onboarding_not_found");
	const [org, provider, out, incoming, last_oauth] = await Promise.all([
		findOrg(db, org_id),
		parts.getProvider(row.slug),
		listCallsOut(db, org_id, { integration_id, binding_id: null }, CALLS),
		listCallsIn(db, org_id, row.slug, CALLS),
		findOauthExchange(db, org_id, integration_id),
	]);
	const calls = [...out, ...incoming].sort((a, b) => b.at - a.at).slice(0, CALLS);
	const last_out = out[0];
	const last_in = incoming[0];
	return {
		integration: await summarize(parts, row),
		org: { _id: org_id, name: org?.name ?? "" },
		auth: provider?.auth ?? "manual",
		base_url: provider?.base_url ?? "",
		...(row.return_url && { return_url: row.return_url }),
		...(row.redirect_uri && { redirect_uri: row.redirect_uri }),
		...(row.account_id && { account_id: row.account_id }),
		...(last_out && { last_call_out: callRow(last_out) }),
		...(last_in && { last_call_in: callRow(last_in) }),
		calls: calls.map(callRow),
		...(last_oauth && {
			last_oauth: {
				at: last_oauth.at,
				grant_type: last_oauth.grant_type as OauthExchange["grant_type"],
				outcome: last_oauth.outcome as OauthExchange["outcome"],
				...(last_oauth.status !== null && { status: last_oauth.status }),
				...(last_oauth.redirect_uri && { redirect_uri: last_oauth.redirect_uri }),
				...(last_oauth.code_masked && { code_masked: last_oauth.code_masked }),
				...(last_oauth.detail && { detail: last_oauth.detail }),
			},
		}),
	};
}

/** A call as the console shows it. */
export function callRow(call: CallRecord): CallRow {
	return {
		...{ _id: call.id, at: call.at, direction: call.direction, type: call.type, outcome: call.outcome },
		...(call.status !== null && { status: call.status }),
		...(call.latency_ms !== null && { ms: call.latency_ms }),
		...(call.order_id && { order_id: call.order_id }),
	};
}
