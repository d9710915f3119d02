import type { OrderReplay } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Facts } from "../../parts/facts.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { DifferencesTable } from "./differences-table.tsx";

/** Then and now, and the first point where they part. */
export function ReplayResult({ replay, zone }: { replay: OrderReplay; zone: string | undefined }): ReactNode {
	const { t } = useText();
	const { first_difference: first, before, today } = replay;
	const describe = ({
		outcome,
		location_name,
		refusal,
	}: {
		outcome: OrderReplay["before"]["outcome"];
		location_name?: string;
		refusal?: string;
	}) => [t(`replay.outcome.${outcome}`), location_name, refusal].filter(Boolean).join(": ");
	return (
		<div className="flex flex-col gap-3">
			<p
				className={`flex items-start gap-2 rounded-control px-3 py-2 ${replay.is_same ? "bg-good-soft text-good" : "bg-warn-soft text-warn"}`}
			>
				<Icon name={replay.is_same ? "check" : "bang"} className="mt-1 size-4" />
				<span>
					{replay.is_same ? t("replay.same") : t("replay.differs")}
					{first !== undefined && (
						<>
							{" "}
							<strong className="font-semibold">{t(`replay.step.${first.step}`)}:</strong> {first.sentence}
						</>
					)}
				</span>
			</p>
			<Facts
				rows={[
					[t("replay.then"), describe(before)],
					[t("replay.now"), describe(today)],
					[t("replay.invalid"), today.invalid_items.join(", ")],
					[t("replay.at"), <When key="at" at={replay.at} zone={zone} seconds />],
				]}
			/>
			{first?.difference !== undefined && (
				<DifferencesTable differences={[first.difference]} left={t("replay.then")} right={t("replay.now")} />
			)}
			{replay.differences.length > 1 && (
				<details>
					<summary className="min-h-6 font-medium">{t("replay.all", { count: replay.differences.length })}</summary>
					<DifferencesTable differences={replay.differences} left={t("replay.then")} right={t("replay.now")} />
				</details>
			)}
		</div>
	);
}
