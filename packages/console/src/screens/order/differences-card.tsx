import type { PayloadDifference } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { DifferencesTable } from "./differences-table.tsx";

/** What came from the channel and what the POS was sent, where they are not the same. */
export function DifferencesCard({ differences }: { differences: readonly PayloadDifference[] }): ReactNode {
	const { t } = useText();
	return (
		<section aria-labelledby="differences" className="card p-5">
			<h2 id="differences" className="mb-1 text-lg font-semibold">
				{t("order.differences")}
			</h2>
			<p className="mb-3 text-quiet">
				{differences.length === 0 ? t("order.no_differences") : t("order.differences_text")}
			</p>
			{differences.length > 0 && (
				<DifferencesTable differences={differences} left={t("order.came")} right={t("order.sent")} />
			)}
		</section>
	);
}
