import type { OrgState } from "@ticketrail/contract";
import { useCallback, useRef, useState } from "react";

/** How far a merchant is: the step, and ids alone when all is done. */
export interface Progress {
	onStep(step: string): void;
	onDone(done: { org_id: string; onboarding_ids: string[]; links: number }): void;
}

/** Watches each state that is read, tells of every new step once, and of the end once. `reconnects`: the end is that it is connected. */
export function useProgress(progress: Partial<Progress>, reconnects: string | undefined) {
	const told = useRef({ step: "", is_done: false });
	const [is_done, setDone] = useState(false);
	const watch = useCallback(
		(state: OrgState) => {
			const step = state.steps.find(({ is_current }) => is_current)?.step ?? "done";
			if (step !== told.current.step) progress.onStep?.(step);
			told.current.step = step;
			const connected = state.integrations.filter(({ status }) => status === "active");
			const done = reconnects === undefined ? step === "done" : connected.some(({ _id }) => _id === reconnects);
			setDone(done);
			if (!done || told.current.is_done) return;
			told.current.is_done = true;
			const { links_live, links_pending } = state.counts;
			const onboarding_ids = connected.map(({ _id }) => _id);
			progress.onDone?.({ org_id: state._id, onboarding_ids, links: links_live + links_pending });
		},
		[progress, reconnects],
	);
	return { watch, is_done };
}
