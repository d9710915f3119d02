import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BindResult } from "@ticketrail/contract";
import { type ReactNode, useEffect } from "react";
import { Icon } from "../../look/icon.tsx";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { type IntegrationRef, useOnboardingSource } from "../onboarding-source.ts";
import { DoneRow } from "./done-row.tsx";
import type { Proposal } from "./open-proposal.ts";
import { StepHeading } from "./step-heading.tsx";
import { UndoButton } from "./undo-button.tsx";

/** Step 3: what became of each pair, a test order to prove it, and a way back. */
export function DoneStep({
	integration,
	proposal,
	result,
}: {
	integration: IntegrationRef;
	proposal: Proposal;
	result: BindResult;
}): ReactNode {
	const { t, count } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	useEffect(() => {
		void queries.invalidateQueries({ queryKey: ["org", integration.org_id], refetchType: "none" });
	}, [queries, integration.org_id]);
	const undo = useMutation({ mutationFn: async () => source.undo?.(integration, result.bind_id) });
	const undone = undo.data?.rows;
	const title = [
		count("bind.linked", result.linked),
		...(result.refused > 0 ? [count("bind.refused", result.refused)] : []),
	].join(", ");
	return (
		<div className="flex flex-col gap-5">
			<StepHeading text={undone === undefined ? title : t("bind.undone_title")} />
			{undone !== undefined && (
				<ul role="status" className="card divide-y divide-line">
					{undone.map((row) => (
						<li key={row.link_id} className="flex flex-wrap items-center gap-2 px-4 py-3">
							<Icon name={row.status === "undone" ? "undo" : "bang"} className="size-4" />
							<code>{row.dsp_provider_id}</code>
							{row.status === "undone" ? t("bind.undone") : (row.reason ?? t("bind.kept"))}
						</li>
					))}
				</ul>
			)}
			{undone === undefined && (
				<ul className="card divide-y divide-line" aria-label={t("bind.results")}>
					{result.rows.map((row) => (
						<DoneRow key={row.dsp_provider_id} org_id={integration.org_id} row={row} />
					))}
				</ul>
			)}
			{undo.error !== null && <ErrorNote error={undo.error} onRetry={() => undo.mutate()} />}
			<div className="flex flex-wrap items-center gap-2">
				<AppLink href={href(["orgs", integration.org_id])} className="button button-primary">
					{t("bind.to_org", { org: proposal.org_name })}
				</AppLink>
				{source.undo && result.undo_until !== undefined && undone === undefined && (
					<UndoButton until={result.undo_until} is_busy={undo.isPending} onUndo={() => undo.mutate()} />
				)}
			</div>
		</div>
	);
}
