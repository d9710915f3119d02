import type { OrderDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { LaneWord } from "../../parts/lane-word.tsx";
import { Money } from "../../parts/money.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { Countdown } from "../orders/countdown.tsx";

/** What an order is, where it belongs and how it stands. */
export function OrderFacts({ detail }: { detail: OrderDetail }): ReactNode {
	const { t } = useText();
	const { order } = detail;
	const zone = order.timezone;
	return (
		<section aria-label={t("order.facts")} className="card p-5">
			<p className="mb-3 flex flex-wrap items-center gap-x-4 text-lg">
				<LaneWord lane={order.lane} />
				{order.respond_by !== undefined && <Countdown respond_by={order.respond_by} number={order.number} />}
				{order.total !== undefined && (
					<strong className="ms-auto font-semibold">
						<Money amount={order.total} currency={order.currency} />
					</strong>
				)}
			</p>
			{(order.problem ?? detail.verdict_reason) !== undefined && (
				<p className="mb-3 rounded-control bg-bad-soft px-3 py-2 text-bad">{order.problem ?? detail.verdict_reason}</p>
			)}
			<Facts
				rows={[
					[
						t("order.org"),
						<AppLink key="org" href={href(["orgs", order.org_id])} className="link">
							{order.org_name}
						</AppLink>,
					],
					[t("orders.column.location"), order.location_name],
					[t("order.channel"), order.source],
					[t("order.received"), <When key="at" at={order.received_at} zone={zone} as="full" with_zone />],
					[
						t("order.ready"),
						detail.estimated_ready_at === undefined ? undefined : (
							<When key="ready" at={detail.estimated_ready_at} zone={zone} as="full" />
						),
					],
					[t("order.state"), <code key="state">{order.state}</code>],
					[t("order.injection"), <code key="injection">{order.injection}</code>],
					[
						t("order.verdict"),
						detail.verdict === undefined ? t("order.no_verdict") : t(`order.verdict.${detail.verdict}`),
					],
					[t("order.dsp_id"), <IdText key="dsp" id={order.dsp_order_id} what={t("order.dsp_id")} />],
					[t("link.store_id"), <IdText key="store" id={order.dsp_provider_id} what={t("link.store_id")} />],
					[
						t("order.pos_id"),
						order.pos_order_id === undefined ? undefined : (
							<IdText key="pos" id={order.pos_order_id} what={t("order.pos_id")} />
						),
					],
					[t("order.hub_id"), <IdText key="hub" id={order._id} what={t("order.hub_id")} />],
				]}
			/>
		</section>
	);
}
