import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { useText } from "../../text/text.tsx";

/** The four steps of onboarding: what is done and what comes next. */
export function OnboardingSteps({ org }: { org: OrgState }): ReactNode {
	const { t } = useText();
	return (
		<ol aria-label={t("org.steps")} className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
			{org.steps.map(({ step, is_done, is_current }, index) => (
				<li
					key={step}
					aria-current={is_current ? "step" : undefined}
					className={`flex items-center gap-3 rounded-control border px-3 py-2.5 ${is_current ? "border-accent-line bg-accent-soft" : "border-line bg-card"}`}
				>
					<span
						className={`grid size-7 shrink-0 place-items-center rounded-full text-sm font-semibold ${is_done ? "bg-good-soft text-good" : is_current ? "bg-accent text-accent-ink" : "bg-sunken text-quiet"}`}
					>
						{is_done ? <Icon name="check" /> : index + 1}
					</span>
					<span className="min-w-0">
						<span className="block font-medium">{t(`org.step.${step}`)}</span>
						<span className="block text-sm text-quiet">
							{is_done ? t("org.step_done") : is_current ? t("org.step_next") : t("org.step_later")}
						</span>
					</span>
				</li>
			))}
		</ol>
	);
}
