import type { MenuPlan } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import type { IconName } from "../../look/icon-paths.ts";
import { useText } from "../../text/text.tsx";
import { shortJson } from "../pretty-json.ts";

const SHOWN = 60;
const LEVELS: Record<MenuPlan["findings"][number]["level"], { icon: IconName; className: string }> = {
	error: { icon: "cross", className: "text-bad" },
	warning: { icon: "bang", className: "text-warn" },
	loss: { icon: "dash", className: "text-quiet" },
};

/** What publishing would add, remove and change at the channel, and what a person should know before. */
export function PlanResult({ plan }: { plan: MenuPlan }): ReactNode {
	const { t } = useText();
	const { counts } = plan;
	return (
		<div className="mt-4 flex flex-col gap-4 border-t border-line pt-4">
			<p className="flex flex-wrap gap-x-5 gap-y-1">
				<span className="text-good">+ {t("menu.added", { count: counts.added })}</span>
				<span className="text-bad">− {t("menu.removed", { count: counts.removed })}</span>
				<span className="text-info">≠ {t("menu.changed", { count: counts.changed })}</span>
				<span className="text-quiet">{t("menu.file", { version: plan.menu_version })}</span>
			</p>
			{!plan.is_changed && <p className="text-quiet">{t("menu.nothing_new")}</p>}
			{plan.findings.length > 0 && (
				<section>
					<h3 className="mb-1 font-semibold">{t("menu.findings")}</h3>
					<ul className="divide-y divide-line">
						{plan.findings.slice(0, SHOWN).map((finding) => (
							<li key={`${finding.rule} ${finding.stream_id} ${finding.message}`} className="flex gap-2 py-1.5">
								<Icon
									name={LEVELS[finding.level].icon}
									className={`mt-1 size-3.5 ${LEVELS[finding.level].className}`}
								/>
								<span className="min-w-0">
									<span className={LEVELS[finding.level].className}>{t(`menu.level.${finding.level}`)}</span>{" "}
									{finding.message} <code className="text-quiet">{finding.rule}</code>
								</span>
							</li>
						))}
					</ul>
				</section>
			)}
			{plan.changes.length > 0 && (
				<section>
					<h3 className="mb-1 font-semibold">{t("menu.changes")}</h3>
					<ul className="divide-y divide-line">
						{plan.changes.slice(0, SHOWN).map((change) => (
							<li key={`${change.change} ${change.kind} ${change.stream_id}`} className="py-1.5">
								<span
									className={
										change.change === "added" ? "text-good" : change.change === "removed" ? "text-bad" : "text-info"
									}
								>
									{t(`menu.change.${change.change}`)}
								</span>{" "}
								<span className="text-quiet">{change.kind}</span> <strong className="font-medium">{change.name}</strong>
								{change.fields?.map(({ field, old, new: now }) => (
									<span key={field} className="block ps-4 text-sm break-words">
										<code>{field}</code>: <code className="text-bad">{shortJson(old) || "–"}</code> →{" "}
										<code className="text-good">{shortJson(now) || "–"}</code>
									</span>
								))}
							</li>
						))}
					</ul>
					{plan.changes.length > SHOWN && (
						<p className="text-sm text-quiet">{t("import.more", { count: plan.changes.length - SHOWN })}</p>
					)}
				</section>
			)}
		</div>
	);
}
