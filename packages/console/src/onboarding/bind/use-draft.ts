import { useEffect, useRef, useState } from "react";
import { asFailure } from "../../api/call-failure.ts";
import { type IntegrationRef, useOnboardingSource } from "../onboarding-source.ts";
import { toList } from "./decisions.ts";
import type { Proposal } from "./open-proposal.ts";
import type { BindState } from "./use-bind.ts";

const PAUSE_MS = 1_000;

/** How the draft stands: kept, being kept, or somebody else has kept another one. */
export type DraftState =
	| { kind: "none" }
	| { kind: "saving" }
	| { kind: "saved"; at: number; by: string }
	| { kind: "overtaken" }
	| { kind: "failed" };

/** Keeps undone work on the hub a second after each change, so that another person can go on with it. */
export function useDraft(
	ref: IntegrationRef,
	proposal: Proposal,
	bind: BindState,
): { draft: DraftState; saveNow: () => void } {
	const source = useOnboardingSource();
	const [draft, setDraft] = useState<DraftState>(() =>
		proposal.draft === undefined
			? { kind: "none" }
			: { kind: "saved", at: proposal.draft.saved_at, by: proposal.draft.saved_by },
	);
	const version = useRef(proposal.draft?.version ?? 0);
	const latest = useRef(bind.decisions);
	latest.current = bind.decisions;
	const save = useRef(async () => {});
	save.current = async () => {
		if (source.saveDraft === undefined || source.whyNot("link.write") !== undefined) return;
		setDraft({ kind: "saving" });
		try {
			const saved = await source.saveDraft(ref, version.current, toList(latest.current));
			version.current = saved.version;
			setDraft({ kind: "saved", at: saved.saved_at, by: saved.saved_by });
		} catch (error) {
			setDraft({ kind: asFailure(error).status === 412 ? "overtaken" : "failed" });
		}
	};
	const { changes } = bind;
	useEffect(() => {
		if (changes === 0) return;
		const timer = setTimeout(() => void save.current(), PAUSE_MS);
		return () => clearTimeout(timer);
	}, [changes]);
	return { draft, saveNow: () => void save.current() };
}
