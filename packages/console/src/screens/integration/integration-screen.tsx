import { useQuery } from "@tanstack/react-query";
import type { IntegrationDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { href } from "../../navigation/href.ts";
import { ConnectPanel } from "../../onboarding/connect/connect-panel.tsx";
import { ConsoleOnboarding } from "../../onboarding/console-onboarding.tsx";
import { IntegrationActions } from "../../onboarding/org-state/integration-actions.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { useText } from "../../text/text.tsx";
import { CallsCard } from "./calls-card.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { DisconnectButton } from "./disconnect-button.tsx";
import { OauthCard } from "./oauth-card.tsx";

/** One connection: status and health, its token, the last calls and the last OAuth exchange. */
export function IntegrationScreen({
	org_id = "",
	integration_id = "",
}: {
	org_id?: string;
	integration_id?: string;
}): ReactNode {
	const { t } = useText();
	const api = useApi();
	const query = useQuery({
		queryKey: ["org", org_id, "integration", integration_id],
		queryFn: ({ signal }) =>
			api.get<IntegrationDetail>(
				`/console/orgs/${encodeURIComponent(org_id)}/integrations/${encodeURIComponent(integration_id)}`,
				{},
				signal,
			),
	});
	const detail = query.data;
	return (
		<ConsoleOnboarding>
			<PageHead
				title={detail?.integration.name ?? t("integration.title")}
				crumbs={[{ text: detail?.org.name ?? t("org.title"), href: href(["orgs", org_id]) }]}
				actions={
					detail !== undefined && (
						<>
							<IntegrationActions org_id={org_id} integration={detail.integration} />
							<DisconnectButton org_id={org_id} integration={detail.integration} />
						</>
					)
				}
			/>
			<Region query={query} label={t("part.details")} skeleton={<SkeletonRows rows={6} />}>
				{(data) => (
					<div className="grid items-start gap-5 lg:grid-cols-2">
						{data.integration.status === "waiting_for_oauth" || data.integration.status === "pending" ? (
							<div className="lg:col-span-2">
								<ConnectPanel org_id={org_id} integration={data.integration} />
							</div>
						) : null}
						<ConnectionCard detail={data} />
						<OauthCard detail={data} />
						<CallsCard org_id={org_id} calls={data.calls} />
					</div>
				)}
			</Region>
		</ConsoleOnboarding>
	);
}
