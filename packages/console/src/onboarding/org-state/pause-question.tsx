import { useMutation } from "@tanstack/react-query";
import type { LinkDetail } from "@ticketrail/contract";
import { type ReactNode, useId, useState } from "react";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useNow } from "../../parts/use-now.ts";
import { useText } from "../../text/text.tsx";
import { formatClock, zoneName } from "../../text/times.ts";
import { useOnboardingSource } from "../onboarding-source.ts";
import { ActionQuestion } from "./action-question.tsx";
import { endOfChoice, PAUSE_CHOICES, type PauseChoice } from "./pause-ends.ts";

interface QuestionProps {
	org_id: string;
	detail: LinkDetail;
	/** What the link is now. */
	onDone: (after: LinkDetail | undefined) => void;
	onCancel: () => void;
}

/** For how long the store of a link shall be closed, and what its customers will see. */
export function PauseQuestion({ org_id, detail, onDone, onCancel }: QuestionProps): ReactNode {
	const { t, language } = useText();
	const source = useOnboardingSource();
	const { alert } = useAnnouncer();
	const [choice, setChoice] = useState<PauseChoice>("resumed");
	const now = useNow(10_000);
	const group = useId();
	const { link, location, store } = detail;
	const zone = location.timezone;
	const place = zone === undefined ? "" : ` (${zoneName(zone)})`;
	const timeOf = (end: number) => formatClock(end, { zone, now, language }) + place;
	const pause = useMutation({
		mutationFn: async () => source.pauseLink?.(org_id, link._id, endOfChoice(choice, Date.now(), zone)),
		onSuccess: (after) => {
			alert(t("link.pause_done", { store: store.name }));
			onDone(after);
		},
	});
	const end = endOfChoice(choice, now, zone);
	const said = { dsp: link.name, store: store.name };
	return (
		<ActionQuestion
			name={t("link.pause")}
			look="primary"
			confirm={t("link.pause_confirm", said)}
			onConfirm={() => pause.mutate()}
			onCancel={onCancel}
		>
			{pause.error !== null && <ErrorNote error={pause.error} />}
			<fieldset className="flex min-w-0 flex-col items-start">
				<legend className="mb-1 font-medium">{t("link.pause_for")}</legend>
				{PAUSE_CHOICES.map((value) => {
					const ends = endOfChoice(value, now, zone);
					return (
						<label key={value} className="flex min-h-8 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
							<input
								type="radio"
								className="accent-(--accent)"
								name={group}
								value={value}
								checked={choice === value}
								onChange={() => setChoice(value)}
							/>
							<span>
								{t(`link.pause_for.${value}`)}
								{ends !== undefined && `, ${t("link.until", { time: timeOf(ends) })}`}
							</span>
						</label>
					);
				})}
			</fieldset>
			<p>
				{end === undefined ? t("link.pause_ask", said) : t("link.pause_ask_until", { ...said, time: timeOf(end) })}{" "}
				{t("link.pause_orders")}
			</p>
		</ActionQuestion>
	);
}

/** Whether the store shall open again; where something else keeps it closed, that is said before. */
export function ResumeQuestion({ org_id, detail, onDone, onCancel }: QuestionProps): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const { alert } = useAnnouncer();
	const { link, location, store, closed_by } = detail;
	const said = { dsp: link.name, store: store.name, location: location.name };
	const resume = useMutation({
		mutationFn: async () => source.resumeLink?.(org_id, link._id),
		onSuccess: (after) => {
			alert(t(after?.closed_by.includes("location") ? "link.resume_done_closed" : "link.resume_done", said));
			onDone(after);
		},
	});
	return (
		<ActionQuestion
			name={t("link.resume")}
			look="primary"
			confirm={t("link.resume_confirm", said)}
			onConfirm={() => resume.mutate()}
			onCancel={onCancel}
		>
			{resume.error !== null && <ErrorNote error={resume.error} />}
			<p>{t(closed_by.includes("location") ? "link.resume_ask_closed" : "link.resume_ask", said)}</p>
		</ActionQuestion>
	);
}
