import { randomUUID } from "node:crypto";
import type { BindResult } from "@ticketrail/contract";
import type { Pair, PartnerApi, RowOutcome } from "../partner/partner-api.ts";
import { PartnerFailure } from "../partner/partner-failure.ts";
import type { Decided, DoorParts, IntegrationRef } from "./door-parts.ts";
import { checkDecisions } from "./review-bind.ts";

type Row = BindResult["rows"][number];

/**
 * Link the reviewed pairs (contract.md A.4.6). Checked once more against both sides; a pair that is not ready is refused and holds
 * no other up. What a person typed goes to the hub, and into the door's own log, since a hub need not keep it.
 */
export async function confirmBind(parts: DoorParts, ref: IntegrationRef, decided: Decided): Promise<BindResult> {
	const { review, read } = await checkDecisions(parts, ref, decided);
	const said = new Map(decided.decisions.map((decision) => [decision.dsp_provider_id, decision]));
	const ready = review.rows.filter(({ outcome }) => outcome === "would_link");
	const pairs = ready.map(({ dsp_provider_id, location_id, store }) => {
		const { reason, brand_name, dsp_store_name } = said.get(dsp_provider_id) ?? {};
		const pos_location_id = read.locations.find(({ _id }) => _id === location_id)?.provider_id ?? location_id;
		return { pos_location_id, dsp_provider_id, dsp_store_name: dsp_store_name ?? store.name, reason, brand_name };
	});
	const outcomes = await bindEach(parts.api, ref.integration_id, pairs);
	const rows: Row[] = [];
	for (const row of review.rows) {
		const outcome = outcomes.get(row.dsp_provider_id);
		const result = describe(row, outcome);
		rows.push(result);
		if (result.status !== "linked") continue;
		const { source } = read.integration;
		const { location_id, dsp_provider_id } = row;
		await parts.book.keepLink(ref.org_id, { source, location_id, dsp_provider_id });
		const { reason, brand_name } = said.get(dsp_provider_id) ?? {};
		if (reason || brand_name)
			parts.note("bind.answered", { org_id: ref.org_id, location_id, dsp_provider_id, reason, brand_name });
	}
	const count = (status: Row["status"]) => rows.filter((row) => row.status === status).length;
	return { bind_id: randomUUID(), linked: count("linked"), refused: count("refused"), rows };
}

/** All at once; a hub that refuses them together is asked one by one, so that each row has its own answer. */
async function bindEach(
	api: PartnerApi,
	onboarding_id: string,
	pairs: readonly Pair[],
): Promise<Map<string, RowOutcome>> {
	if (pairs.length === 0) return new Map();
	const bind = async (some: readonly Pair[]) => {
		const told = await api.bindLocations(onboarding_id, some);
		return some.map(
			({ dsp_provider_id: provider_id }) => told.find((row) => row.provider_id === provider_id) ?? { provider_id },
		);
	};
	const one = async (pair: Pair): Promise<RowOutcome[]> => {
		try {
			return await bind([pair]);
		} catch (error) {
			if (!(error instanceof PartnerFailure) || error.status < 400 || error.status > 499) throw error;
			return [{ provider_id: pair.dsp_provider_id, error: { code: error.code, detail: error.message } }];
		}
	};
	const isRefusal = (error: unknown) => error instanceof PartnerFailure && error.status >= 400 && error.status <= 499;
	const rows: RowOutcome[] = [];
	try {
		rows.push(...(await bind(pairs)));
	} catch (error) {
		if (!isRefusal(error)) throw error;
		for (const pair of pairs) rows.push(...(await one(pair)));
	}
	return new Map(rows.map((row) => [row.provider_id, row]));
}

function describe(
	row: {
		dsp_provider_id: string;
		location_id: string;
		location: { name: string };
		outcome: string;
		error?: Row["error"];
	},
	outcome: RowOutcome | undefined,
): Row {
	const { dsp_provider_id, location_id } = row;
	const base = { dsp_provider_id, location_id, location_name: row.location.name };
	if (row.outcome === "unchanged") return { ...base, status: "unchanged" };
	const error = outcome?.error ?? row.error;
	if (!outcome || error) {
		return {
			...base,
			status: "refused",
			error: error ?? { code: row.outcome, detail: "Something must be typed first." },
		};
	}
	return {
		...{ ...base, status: "linked", link_id: outcome._id ?? `${location_id} ${dsp_provider_id}` },
		...(outcome.status && { dsp_status: outcome.status }),
	};
}
