import { useMutation } from "@tanstack/react-query";
import type { BindReview } from "@ticketrail/contract";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { asFailure } from "../../api/call-failure.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { type IntegrationRef, useOnboardingSource } from "../onboarding-source.ts";
import { canAccept, type Decisions, REVIEWED_AT_ONCE, storesPerLocation, toList } from "./decisions.ts";
import { DraftWord } from "./draft-word.tsx";
import { EmptyProposal } from "./empty-proposal.tsx";
import { ManualStores } from "./manual-stores.tsx";
import { MatchFilters, type MatchShow, showsRow } from "./match-filters.tsx";
import type { Proposal } from "./open-proposal.ts";
import { PairList } from "./pair-list.tsx";
import { useBind } from "./use-bind.ts";
import { useDraft } from "./use-draft.ts";
import { useOpenPairs } from "./use-open-pairs.ts";

interface MatchStepProps {
	integration: IntegrationRef;
	proposal: Proposal;
	/** Decisions from before, when the person came back. */
	kept: Decisions | undefined;
	/** Stores of which a record changed since they were decided on. */
	changed: readonly string[];
	onRefresh: () => void;
	onReviewed: (review: BindReview, decisions: Decisions) => void;
	onChanged: (decisions: Decisions) => void;
}

/** Step 1: hold each DSP store against its likely location and say what it is. No answer is chosen before a person does. */
export function MatchStep(props: MatchStepProps): ReactNode {
	const { integration, proposal, kept, changed, onRefresh, onReviewed, onChanged } = props;
	const { t, count } = useText();
	const source = useOnboardingSource();
	const bind = useBind(proposal);
	const { adopt } = bind;
	useEffect(() => {
		if (kept !== undefined) adopt(kept);
	}, [kept, adopt]);
	const { draft, saveNow } = useDraft(integration, proposal, bind);
	const [show, setShow] = useState<MatchShow>("all");
	const [text, setText] = useState("");
	const { decisions } = bind;
	const shared = useMemo(() => storesPerLocation(proposal, decisions), [proposal, decisions]);
	const open = useOpenPairs(proposal, bind, shared);
	const review = useMutation({
		mutationFn: () => source.review(integration, { version: proposal.version, decisions: toList(decisions) }),
		onSuccess: (reply) => onReviewed(reply, decisions),
		onError: (error) => {
			if (asFailure(error).status === 412) onChanged(decisions);
		},
	});
	const links = Object.values(decisions).filter(({ decision }) => decision === "same").length;
	const why_not =
		source.whyNot("link.write") ??
		(links === 0 ? t("bind.why_none") : open.length > 0 ? count("bind.why_open", open.length) : undefined);
	const goOn = () => {
		if (why_not === undefined && !review.isPending) review.mutate();
	};
	const suggested = useMemo(() => proposal.rows.filter((row) => canAccept(row, decisions)), [proposal.rows, decisions]);
	const acceptable = suggested.slice(0, Math.max(0, REVIEWED_AT_ONCE - links));
	const acceptAll = () =>
		bind.decideMany(
			acceptable.map((row) => ({
				dsp_provider_id: row.store.dsp_provider_id,
				decision: "same",
				location_id: row.proposal ?? "",
				dsp_store_name: row.store.name,
			})),
		);
	const rows = useMemo(
		() => proposal.rows.filter((row) => showsRow(row, show, text, decisions, changed)),
		[proposal.rows, show, text, decisions, changed],
	);
	const decided = Object.keys(decisions).filter((id) => proposal.row_of.has(id)).length;
	return (
		<div className="flex flex-col gap-4">
			{changed.length > 0 && (
				<p role="alert" className="rounded-box border border-warn/40 bg-warn-soft px-4 py-3">
					{count("bind.changed", changed.length)}
				</p>
			)}
			{proposal.list_error !== undefined && (
				<p role="alert" className="rounded-box border border-bad/40 bg-bad-soft px-4 py-3">
					{t("bind.list_failed", { name: proposal.name })} {proposal.list_error.detail}{" "}
					<code>{proposal.list_error.code}</code>
				</p>
			)}
			{proposal.is_listed && proposal.rows.length === 0 && <EmptyProposal proposal={proposal} onRefresh={onRefresh} />}
			{proposal.rows.length > 0 && (
				<MatchFilters
					total={proposal.rows.length}
					decided={decided}
					links={links}
					show={show}
					text={text}
					onShow={setShow}
					onText={setText}
					acceptable={acceptable.length}
					has_more={suggested.length > acceptable.length}
					onAcceptAll={acceptAll}
				/>
			)}
			<PairList
				integration={integration}
				proposal={proposal}
				rows={rows}
				bind={bind}
				shared={shared}
				changed={changed}
				onReview={goOn}
			/>
			{!proposal.is_listed && <ManualStores proposal={proposal} bind={bind} shared={shared} />}
			{review.error !== null && asFailure(review.error).status !== 412 && (
				<ErrorNote error={review.error} onRetry={goOn} />
			)}
			<div className="sticky bottom-14 z-10 -mx-1 flex flex-wrap items-center gap-3 rounded-box border border-line bg-card px-4 py-3 shadow-high sm:bottom-3">
				<DraftWord draft={draft} onRefresh={onRefresh} />
				<span className="ms-auto flex flex-wrap items-center gap-2">
					{why_not !== undefined && <span className="text-sm text-quiet">{why_not}</span>}
					{source.saveDraft && (
						<Button why_not={source.whyNot("link.write")} onClick={saveNow}>
							{t("bind.save_draft")}
						</Button>
					)}
					<Button look="primary" why_not={why_not} onClick={goOn}>
						{review.isPending ? t("bind.reviewing") : count("bind.review", links)}
					</Button>
				</span>
			</div>
		</div>
	);
}
