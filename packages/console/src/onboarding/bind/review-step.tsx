import { useMutation } from "@tanstack/react-query";
import type { BindResult, BindReview } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { asFailure } from "../../api/call-failure.ts";
import { WindowList } from "../../lists/window-list.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { type IntegrationRef, useOnboardingSource } from "../onboarding-source.ts";
import { type Decisions, toList } from "./decisions.ts";
import type { Proposal } from "./open-proposal.ts";
import { ReviewLeftOut } from "./review-left-out.tsx";
import { ReviewRow } from "./review-row.tsx";
import { StepHeading } from "./step-heading.tsx";

const ROW_PX = 152;

/** Step 2: what will go where, pair by pair. Nothing has been saved; the person ticks that they compared, then links. */
export function ReviewStep(props: {
	integration: IntegrationRef;
	proposal: Proposal;
	review: BindReview;
	decisions: Decisions;
	/** The same for every try, so that a lost answer cannot link twice. */
	confirmation_key: string;
	onBack: () => void;
	onReviewed: (review: BindReview, decisions: Decisions) => void;
	onChanged: () => void;
	onDone: (result: BindResult) => void;
}): ReactNode {
	const { integration, proposal, review, decisions, confirmation_key, onBack, onReviewed, onChanged, onDone } = props;
	const { t, count } = useText();
	const source = useOnboardingSource();
	const [is_compared, setCompared] = useState(false);
	const onError = (error: unknown) => {
		if (asFailure(error).status === 412) onChanged();
	};
	const confirm = useMutation({
		mutationFn: () =>
			source.confirm(integration, { version: review.version, decisions: toList(decisions) }, confirmation_key),
		onSuccess: onDone,
		onError,
	});
	const remove = useMutation({
		mutationFn: async (dsp_provider_id: string) => {
			const { [dsp_provider_id]: _removed, ...others } = decisions;
			const again = await source.review(integration, { version: proposal.version, decisions: toList(others) });
			return { again, others };
		},
		onSuccess: ({ again, others }) => {
			if (again.links === 0) onBack();
			else onReviewed(again, others);
		},
		onError,
	});
	const moves = review.rows.filter(({ outcome }) => outcome === "would_move");
	const why_not =
		source.whyNot("link.write") ??
		(!review.is_ready ? t("bind.why_not_ready") : !is_compared ? t("bind.why_not_compared") : undefined);
	const failed = confirm.error ?? remove.error;
	const submit = () => {
		if (!confirm.isPending) confirm.mutate();
	};
	return (
		<div className="flex flex-col gap-5">
			<StepHeading text={t("bind.review_title")} />
			<WindowList
				rows={review.rows}
				keyOf={(row) => row.dsp_provider_id}
				label={t("bind.review_list")}
				row_height={ROW_PX}
			>
				{(row) => (
					<ReviewRow
						row={row}
						dsp_name={proposal.name}
						onChange={onBack}
						onRemove={() => remove.mutate(row.dsp_provider_id)}
					/>
				)}
			</WindowList>
			<ReviewLeftOut review={review} dsp_name={proposal.name} />
			<p className="text-quiet">
				{t("bind.moves")} {moves.length === 0 ? t("bind.moves_none") : count("bind.moves_count", moves.length)}
			</p>
			<label className="flex items-start gap-3 font-medium">
				<input
					type="checkbox"
					className="tick mt-0.5"
					checked={is_compared}
					onChange={(event) => setCompared(event.target.checked)}
				/>
				{t("bind.compared")}
			</label>
			{failed !== null && asFailure(failed).status !== 412 && (
				<ErrorNote
					error={failed}
					title={t("bind.confirm_failed")}
					onRetry={confirm.error === null ? undefined : submit}
				/>
			)}
			<div className="flex flex-wrap items-center justify-end gap-2">
				<Button icon="arrow-left" onClick={onBack}>
					{t("part.back")}
				</Button>
				<Button look="primary" why_not={why_not} onClick={submit}>
					{confirm.isPending ? t("bind.linking") : count("bind.confirm", review.links, { org: review.org_name })}
				</Button>
			</div>
		</div>
	);
}
