import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LinkDetail } from "@ticketrail/contract";
import { type ReactNode, useRef, useState } from "react";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { TrialOutcome } from "../bind/trial-outcome.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { ActionQuestion } from "./action-question.tsx";
import { PauseQuestion, ResumeQuestion } from "./pause-question.tsx";

/** Test order, "arrived", pause, unlink: each says which store it is about; what customers would notice asks first. */
export function LinkActions({ org_id, detail }: { org_id: string; detail: LinkDetail }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const [asked, setAsked] = useState<"pause" | "unlink" | undefined>();
	const pause_button = useRef<HTMLButtonElement>(null);
	const { link, location, store } = detail;
	const refresh = () => queries.invalidateQueries({ queryKey: ["org", org_id] });
	const ask = (question: "pause" | "unlink") => setAsked(asked === question ? undefined : question);
	const test = useMutation({
		mutationFn: async () => source.sendTestOrder?.(org_id, link._id),
		onSettled: refresh,
	});
	const arrived = useMutation({
		mutationFn: async () => source.confirmArrival?.(org_id, link._id),
		onSettled: refresh,
	});
	const unlink = useMutation({
		mutationFn: async () => source.unlink?.(org_id, link._id),
		onSuccess: () => {
			setAsked(undefined);
			alert(t("link.unlinked", { store: store.name }));
		},
		onSettled: refresh,
	});
	if (detail.ended_at !== undefined) return <p className="rounded-control bg-sunken px-3 py-2">{t("link.ended")}</p>;
	const failed = test.error ?? arrived.error ?? unlink.error;
	const PauseOrResume = detail.paused ? ResumeQuestion : PauseQuestion;
	const leavePause = () => {
		setAsked(undefined);
		pause_button.current?.focus();
	};
	return (
		<div className="flex flex-col gap-3">
			{failed !== null && <ErrorNote error={failed} />}
			<div className="flex flex-wrap gap-2">
				{source.sendTestOrder && (
					<Button icon="send" why_not={source.whyNot("link.test")} onClick={() => test.mutate()}>
						{t("link.test", { location: location.name })}
					</Button>
				)}
				{source.confirmArrival && !link.arrival_confirmed && (
					<Button icon="check" why_not={source.whyNot("link.test")} onClick={() => arrived.mutate()}>
						{t("link.arrived")}
					</Button>
				)}
				{source.pauseLink && source.resumeLink && (
					<Button
						ref={pause_button}
						icon={detail.paused ? "play" : "pause"}
						why_not={source.whyNot("link.write")}
						aria-expanded={asked === "pause"}
						onClick={() => ask("pause")}
					>
						{t(detail.paused ? "link.resume" : "link.pause")}
					</Button>
				)}
				{source.unlink && (
					<Button
						look="danger"
						why_not={source.whyNot("link.write")}
						aria-expanded={asked === "unlink"}
						onClick={() => ask("unlink")}
					>
						{t("link.unlink")}
					</Button>
				)}
			</div>
			{test.data !== undefined && <TrialOutcome reply={test.data} location={location.name} />}
			{asked === "pause" && (
				<PauseOrResume
					org_id={org_id}
					detail={detail}
					onDone={(after) => {
						queries.setQueryData(["org", org_id, "link", link._id], after);
						leavePause();
						void refresh();
					}}
					onCancel={leavePause}
				/>
			)}
			{asked === "unlink" && (
				<ActionQuestion
					name={t("link.unlink")}
					look="danger"
					confirm={t("link.unlink_confirm", { store: store.name })}
					onConfirm={() => unlink.mutate()}
					onCancel={() => setAsked(undefined)}
				>
					<p>{t("link.unlink_ask", { store: store.name, dsp: link.name, location: location.name })}</p>
				</ActionQuestion>
			)}
		</div>
	);
}
