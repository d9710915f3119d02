import { useQuery } from "@tanstack/react-query";
import type { BindFact, BindStore } from "@ticketrail/contract";
import { useEffect } from "react";
import { type IntegrationRef, useOnboardingSource } from "../onboarding-source.ts";
import type { Proposal } from "./open-proposal.ts";
import type { BindState } from "./use-bind.ts";

/** What two records say of each other that the matcher had not put together: a person chose that location. */
export interface ChosenFacts {
	facts: readonly BindFact[] | undefined;
	needs_reason: boolean;
	error: unknown;
}

/** Asks for the facts of a pair that a person has put together, by reviewing it; nothing is saved by that. */
export function useChosenFacts(
	integration: IntegrationRef,
	proposal: Proposal,
	store: BindStore,
	location_id: string | undefined,
	noteDiffering: BindState["noteDiffering"],
): ChosenFacts {
	const source = useOnboardingSource();
	const { dsp_provider_id, name } = store;
	const query = useQuery({
		queryKey: [
			"org",
			integration.org_id,
			"bind",
			integration.integration_id,
			proposal.version,
			dsp_provider_id,
			location_id,
		],
		queryFn: async ({ signal }) => {
			const decisions = [
				{ dsp_provider_id, decision: "same" as const, location_id: location_id ?? "", dsp_store_name: name },
			];
			const review = await source.review(integration, { version: proposal.version, decisions }, signal);
			return review.rows.find((row) => row.dsp_provider_id === dsp_provider_id) ?? null;
		},
		enabled: location_id !== undefined,
		staleTime: Number.POSITIVE_INFINITY,
	});
	const needs_reason =
		query.data?.outcome === "needs_reason" ||
		(query.data?.facts.some(({ kind, verdict }) => kind === "hard" && verdict === "differ") ?? false);
	useEffect(() => {
		if (location_id !== undefined) noteDiffering(dsp_provider_id, location_id, needs_reason);
	}, [dsp_provider_id, location_id, needs_reason, noteDiffering]);
	return { facts: query.data?.facts, needs_reason, error: query.error };
}
