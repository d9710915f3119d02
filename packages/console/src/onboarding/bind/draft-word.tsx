import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import type { DraftState } from "./use-draft.ts";

/** Whether the work is kept, and whether somebody else works on it too. */
export function DraftWord({ draft, onRefresh }: { draft: DraftState; onRefresh: () => void }): ReactNode {
	const { t } = useText();
	if (draft.kind === "overtaken") {
		return (
			<span className="inline-flex flex-wrap items-center gap-2 text-warn">
				<Icon name="bang" />
				{t("bind.draft_overtaken")}
				<Button onClick={onRefresh}>{t("bind.draft_load")}</Button>
			</span>
		);
	}
	if (draft.kind === "failed") return <span className="text-bad">{t("bind.draft_failed")}</span>;
	if (draft.kind === "saving") return <span className="text-sm text-quiet">{t("part.saving")}</span>;
	if (draft.kind === "none") return <span className="text-sm text-quiet">{t("bind.nothing_saved")}</span>;
	return (
		<span className="text-sm text-quiet">
			{t("bind.draft_saved", { name: draft.by })} <When at={draft.at} as="ago" />
		</span>
	);
}
