import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { useNow } from "../../parts/use-now.ts";
import { useText } from "../../text/text.tsx";
import { formatLeft } from "../../text/times.ts";

/** Take the links back, as long as that can be done. */
export function UndoButton({
	until,
	is_busy,
	onUndo,
}: {
	until: number;
	is_busy: boolean;
	onUndo: () => void;
}): ReactNode {
	const { t } = useText();
	const left = until - useNow(1_000);
	if (left <= 0) return <span className="text-quiet">{t("bind.undo_over")}</span>;
	return (
		<>
			<Button icon="undo" onClick={() => !is_busy && onUndo()}>
				{t("bind.undo")}
			</Button>
			<span className="num text-sm text-quiet">{t("bind.undo_left", { time: formatLeft(left) })}</span>
		</>
	);
}
