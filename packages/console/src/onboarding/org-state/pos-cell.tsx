import type { LocationStateRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";

/** How a location is at its POS: status and health side by side. */
export function PosCell({ row, with_order }: { row: LocationStateRow; with_order?: boolean }): ReactNode {
	const { t } = useText();
	const status = row.status === "active" && row.paused_until !== undefined ? "paused" : row.status;
	return (
		<>
			<span className="inline-flex flex-wrap gap-x-3">
				<StatusWord kind="location" value={status} />
				{row.health !== "unknown" && row.health !== "ok" && <StatusWord kind="health" value={row.health} />}
			</span>
			{with_order && row.last_order_at !== undefined && (
				<span className="block text-sm text-quiet">
					{t("org.last_order")} <When at={row.last_order_at} as="ago" />
				</span>
			)}
		</>
	);
}
