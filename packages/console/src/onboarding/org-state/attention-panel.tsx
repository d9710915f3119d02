import type { Attention, OrgState } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { Icon } from "../../look/icon.tsx";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { Button } from "../../parts/button.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { type OnboardingLinks, useOnboardingSource } from "../onboarding-source.ts";

const AT_FIRST = 3;

/** What needs a person, worst first: a sentence, since when, how often, and the way to mend it. */
export function AttentionPanel({ org }: { org: OrgState }): ReactNode {
	const { t } = useText();
	const { links } = useOnboardingSource();
	const [is_all, setAll] = useState(false);
	const shown = is_all ? org.attention : org.attention.slice(0, AT_FIRST);
	return (
		<section aria-labelledby="attention" className="card overflow-hidden">
			<h2
				id="attention"
				className="flex items-center gap-2 border-b border-line bg-bad-soft px-4 py-2.5 font-semibold text-bad"
			>
				<Icon name="bang" />
				{t("org.attention", { count: org.attention.length })}
			</h2>
			<ul className="divide-y divide-line">
				{shown.map((problem) => {
					const mend = mendOf(org, problem, links);
					return (
						<li key={keyOf(problem)} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
							<div className="min-w-0 flex-1 basis-72">
								<p>
									{problem.location_name !== undefined && (
										<strong className="font-semibold">{problem.location_name}: </strong>
									)}
									{problem.sentence}
								</p>
								<p className="text-sm text-quiet">
									{t("org.since")} <When at={problem.since} zone={problem.timezone} with_zone />
									{problem.count > 1 && ` · ${t("org.times", { count: problem.count })}`}
								</p>
							</div>
							<span className="flex flex-wrap gap-2">
								{mend !== undefined && (
									<AppLink href={mend} className="button button-secondary">
										{t(`org.mend.${problem.kind}`)}
									</AppLink>
								)}
								<CopyButton text={supportText(org, problem)} what={t("part.support_text")}>
									{t("part.copy_support")}
								</CopyButton>
							</span>
						</li>
					);
				})}
			</ul>
			{org.attention.length > AT_FIRST && (
				<div className="border-t border-line px-2 py-1">
					<Button look="quiet" aria-expanded={is_all} onClick={() => setAll(!is_all)}>
						{is_all ? t("org.attention_fewer") : t("org.attention_all", { count: org.attention.length })}
					</Button>
				</div>
			)}
		</section>
	);
}

function keyOf({ kind, location_id, integration_id, link_id, source }: Attention): string {
	return [kind, location_id, integration_id, link_id, source].join(" ");
}

/** Where a problem is mended. */
function mendOf(org: OrgState, problem: Attention, links: OnboardingLinks): string | undefined {
	const org_id = org._id;
	const { kind, location_id, link_id } = problem;
	const dsp = org.integrations.find(({ type, status }) => type === "dsp" && status === "active");
	const integration_id = problem.integration_id ?? (kind === "store_unlinked" ? dsp?._id : undefined);
	switch (kind) {
		case "orders_refused":
			return links.orders?.(org_id, { lane: "refused", ...(link_id === undefined ? { location_id } : { link_id }) });
		case "deliveries_dead":
			return links.orders === undefined ? undefined : href(["webhooks"], { org_id, state: "dead" });
		case "integration_failing":
		case "pos_disconnected":
			return integration_id === undefined ? undefined : links.integration?.({ org_id, integration_id });
		case "sync_failed":
		case "menu_errors":
			return location_id === undefined ? undefined : links.menu?.(org_id, location_id);
		case "store_unlinked":
			return integration_id === undefined ? undefined : href(["orgs", org_id, "link", integration_id]);
	}
}

function supportText(org: OrgState, problem: Attention): string {
	return [
		`Organisation: ${org.name} (${org._id})`,
		problem.location_name && `Location: ${problem.location_name} (${problem.location_id ?? ""})`,
		problem.source && `System: ${problem.source}`,
		problem.integration_id && `Integration: ${problem.integration_id}`,
		`Since (UTC): ${new Date(problem.since).toISOString()}`,
		`Times: ${problem.count}`,
		`Code: ${problem.kind}`,
		problem.sentence,
	]
		.filter(Boolean)
		.join("\n");
}
