import { useQuery } from "@tanstack/react-query";
import type { WebhookEndpoints } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { DeliveriesPanel } from "./deliveries-panel.tsx";
import { EndpointCard } from "./endpoint-card.tsx";

/** Everyone who gets messages from this hub, how that went in the last 24 hours, and each message. */
export function WebhooksScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { values, set } = useFilters(["org_id"]);
	const query = useQuery({
		queryKey: ["webhooks", values],
		queryFn: ({ signal }) => api.get<WebhookEndpoints>("/console/webhooks", values, signal),
		refetchInterval: 30_000,
	});
	return (
		<>
			<PageHead
				title={t("webhooks.title")}
				aside={
					query.data !== undefined && (
						<UpdatedAgo at={query.data.as_of} is_busy={query.isFetching} onRefresh={() => void query.refetch()} />
					)
				}
			/>
			<div className="mb-4 flex">
				<OrgFilter org_id={values.org_id} name={undefined} onChange={(org_id) => set("org_id", org_id)} />
			</div>
			<Region
				query={query}
				label={t("webhooks.endpoints")}
				skeleton={<SkeletonRows rows={3} height="h-24" />}
				className="mb-8"
			>
				{({ rows }) =>
					rows.length === 0 ? (
						<EmptyNote icon="hook" title={t("webhooks.empty")} text={t("webhooks.empty_text")} />
					) : (
						<ul className="grid gap-3 lg:grid-cols-2">
							{rows.map((endpoint) => (
								<EndpointCard key={`${endpoint.kind} ${endpoint.source}`} endpoint={endpoint} />
							))}
						</ul>
					)
				}
			</Region>
			<DeliveriesPanel />
		</>
	);
}
