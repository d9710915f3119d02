import { useQuery } from "@tanstack/react-query";
import type { BindResult, BindReview } from "@ticketrail/contract";
import { type ReactNode, useRef, useState } from "react";
import { href } from "../../navigation/href.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { changedStores, type Decisions } from "./decisions.ts";
import { DoneStep } from "./done-step.tsx";
import { MatchStep } from "./match-step.tsx";
import { openProposal, type Proposal } from "./open-proposal.ts";
import { ReviewStep } from "./review-step.tsx";

/** Where the person is: each later step holds what the step before has made. */
type Step =
	| { kind: "match" }
	| { kind: "review"; review: BindReview; decisions: Decisions; key: string }
	| { kind: "done"; result: BindResult };

/** Link a DSP's stores with the organisation's locations: Match, Review, Done (product.md 4.5). Nothing is saved before Review's end. */
export function BindScreen({ org_id, integration_id }: { org_id: string; integration_id: string }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const ref = { org_id, integration_id };
	const [step, setStep] = useState<Step>({ kind: "match" });
	/** Where decisions were when the person went on to Review, for when they come back. */
	const kept = useRef<Decisions | undefined>(undefined);
	const [changed, setChanged] = useState<readonly string[]>([]);
	const query = useQuery({
		queryKey: ["org", org_id, "bind", integration_id],
		queryFn: async ({ signal }) => openProposal(await source.proposal(ref, false, signal)),
		structuralSharing: false,
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnWindowFocus: false,
	});
	/** Something changed under the review: read anew, point at what changed, and ask again for it. */
	const startOver = async (before: Proposal, decisions: Decisions) => {
		const { data } = await query.refetch();
		if (data === undefined) return;
		const stores = changedStores(before, data);
		kept.current = Object.fromEntries(Object.entries(decisions).filter(([id]) => !stores.includes(id)));
		setChanged(stores);
		setStep({ kind: "match" });
	};
	const number = { match: 1, review: 2, done: 3 }[step.kind];
	const title =
		query.data === undefined ? t("bind.title") : t("bind.title_of", { dsp: query.data.name, org: query.data.org_name });
	return (
		<>
			<PageHead
				title={title}
				crumbs={[{ text: query.data?.org_name ?? t("org.title"), href: href(["orgs", org_id]) }]}
				aside={<span className="text-quiet">{t("bind.step", { number, name: t(`bind.step.${step.kind}`) })}</span>}
			/>
			<Region query={query} label={t(`bind.step.${step.kind}`)} skeleton={<SkeletonRows rows={4} height="h-40" />}>
				{(proposal) => {
					if (step.kind === "done") return <DoneStep integration={ref} proposal={proposal} result={step.result} />;
					if (step.kind === "review") {
						return (
							<ReviewStep
								integration={ref}
								proposal={proposal}
								review={step.review}
								decisions={step.decisions}
								confirmation_key={step.key}
								onBack={() => setStep({ kind: "match" })}
								onReviewed={(review, decisions) => setStep({ ...step, review, decisions })}
								onChanged={() => void startOver(proposal, step.decisions)}
								onDone={(result) => setStep({ kind: "done", result })}
							/>
						);
					}
					return (
						<MatchStep
							key={proposal.version}
							integration={ref}
							proposal={proposal}
							kept={kept.current}
							changed={changed}
							onRefresh={() => void query.refetch()}
							onReviewed={(review, decisions) => {
								kept.current = decisions;
								setStep({ kind: "review", review, decisions, key: crypto.randomUUID() });
							}}
							onChanged={(decisions) => void startOver(proposal, decisions)}
						/>
					);
				}}
			</Region>
		</>
	);
}
