import type { IntegrationSummary } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { ConnectPanel } from "../connect/connect-panel.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { IntegrationActions } from "./integration-actions.tsx";

/** One POS or DSP: status and health side by side, because connected is not working; and what to do about it. */
export function IntegrationRow({
	org_id,
	integration,
}: {
	org_id: string;
	integration: IntegrationSummary;
}): ReactNode {
	const { t } = useText();
	const { links } = useOnboardingSource();
	const page = links.integration?.({ org_id, integration_id: integration._id });
	const is_waiting = integration.status === "waiting_for_oauth" || integration.status === "pending";
	return (
		<>
			<div className="flex flex-wrap items-center gap-x-6 gap-y-2">
				<div className="min-w-0 flex-1 basis-80">
					<p className="flex flex-wrap items-center gap-x-4">
						<strong className="font-semibold">
							{page === undefined ? (
								integration.name
							) : (
								<AppLink href={page} className="inline-flex min-h-6 items-center hover:underline">
									{integration.name}
								</AppLink>
							)}
							<span className="ms-2 text-sm font-normal text-quiet">{t(`org.type.${integration.type}`)}</span>
						</strong>
						<StatusWord kind="integration" value={integration.status} />
						{integration.status === "active" && <StatusWord kind="health" value={integration.health} />}
					</p>
					<p className="flex flex-wrap gap-x-4 text-sm text-quiet">
						<span>
							{t("org.since")} <When at={integration.since} />
						</span>
						{integration.last_sync_at !== undefined && (
							<span>
								{t("org.last_sync")} <When at={integration.last_sync_at} as="ago" />
							</span>
						)}
						{integration.token_expires_at !== undefined && integration.status === "active" && (
							<span>
								{t("org.token_renews")} <When at={integration.token_expires_at} as="ago" />
							</span>
						)}
						{integration.stores !== undefined && <span>{t("org.stores", { count: integration.stores })}</span>}
						{integration.locations !== undefined && (
							<span>{t("org.locations_in", { count: integration.locations })}</span>
						)}
					</p>
				</div>
				<span className="flex flex-wrap gap-2">
					<IntegrationActions org_id={org_id} integration={integration} />
				</span>
			</div>
			{integration.health_reason !== undefined && <p className="text-bad">{integration.health_reason}</p>}
			{integration.status === "deprovisioned" && (
				<p className="rounded-control bg-sunken px-3 py-2">{t("org.deprovisioned_text")}</p>
			)}
			{is_waiting && <ConnectPanel org_id={org_id} integration={integration} />}
		</>
	);
}
