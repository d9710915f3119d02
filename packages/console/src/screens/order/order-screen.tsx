import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { OrderDetail } from "@ticketrail/contract";
import { type ReactNode, useCallback } from "react";
import { useApi } from "../../api/api-context.tsx";
import { LiveWord } from "../../live/live-word.tsx";
import { useOrderNews } from "../../live/use-order-news.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { useText } from "../../text/text.tsx";
import { DifferencesCard } from "./differences-card.tsx";
import { MoneyCard } from "./money-card.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderFacts } from "./order-facts.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { ReplayCard } from "./replay-card.tsx";

/** One order: every hop with its payload, what changed on the way, whether the sums hold, and what would become of it today. */
export function OrderScreen({ org_id = "", order_id = "" }: { org_id?: string; order_id?: string }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const queries = useQueryClient();
	const path = `/console/orgs/${encodeURIComponent(org_id)}/orders/${encodeURIComponent(order_id)}`;
	const query = useQuery({
		queryKey: ["order", org_id, order_id],
		queryFn: ({ signal }) => api.get<OrderDetail>(path, {}, signal),
	});
	const live = useOrderNews({
		org_id,
		onNews: useCallback(
			(news) => {
				if (news === undefined || news.order._id === order_id) {
					void queries.invalidateQueries({ queryKey: ["order", org_id, order_id] });
				}
			},
			[queries, org_id, order_id],
		),
	});
	const number = query.data?.order.number;
	return (
		<>
			<PageHead
				title={number === undefined ? t("order.title") : t("order.title_of", { number })}
				crumbs={[{ text: t("orders.title"), href: "/orders" }]}
				aside={<LiveWord live={live} />}
				actions={query.data !== undefined && <OrderActions detail={query.data} />}
			/>
			<Region query={query} label={t("order.title")} skeleton={<SkeletonRows rows={6} />}>
				{(detail) => (
					<div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
						<div className="flex min-w-0 flex-col gap-5 xl:order-2">
							<OrderFacts detail={detail} />
							{detail.money !== undefined && <MoneyCard money={detail.money} />}
							<ReplayCard path={path} detail={detail} />
						</div>
						<div className="flex min-w-0 flex-col gap-5">
							<OrderTimeline detail={detail} />
							<DifferencesCard differences={detail.differences} />
						</div>
					</div>
				)}
			</Region>
		</>
	);
}
