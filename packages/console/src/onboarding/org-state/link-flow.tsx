import type { LinkDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";

/** What has flowed through a link: its history, its last orders and its last calls. */
export function LinkFlow({ org_id, detail }: { org_id: string; detail: LinkDetail }): ReactNode {
	const { t } = useText();
	const { links } = useOnboardingSource();
	const zone = detail.location.timezone;
	return (
		<>
			<section>
				<h3 className="mb-1 font-semibold">{t("link.orders")}</h3>
				{detail.orders.length === 0 && <p className="text-quiet">{t("link.no_orders")}</p>}
				<ul className="divide-y divide-line">
					{detail.orders.map((order) => (
						<li key={order._id} className="flex justify-between gap-3 py-1.5">
							{links.order === undefined ? (
								<span>{order.number}</span>
							) : (
								<AppLink href={links.order(org_id, order._id)} className="link">
									{order.number}
								</AppLink>
							)}
							<span className="min-w-0 flex-1 truncate text-quiet">{order.problem ?? t(`lane.${order.lane}`)}</span>
							<When at={order.received_at} zone={zone} />
						</li>
					))}
				</ul>
			</section>
			<section>
				<h3 className="mb-1 font-semibold">{t("link.calls")}</h3>
				{detail.calls.length === 0 && <p className="text-quiet">{t("link.no_calls")}</p>}
				<ul className="divide-y divide-line">
					{detail.calls.map((call) => (
						<li key={call._id} className="flex justify-between gap-3 py-1.5">
							<span className="text-quiet">{t(`direction.${call.direction}`)}</span>
							<code className="min-w-0 flex-1 truncate">{call.type}</code>
							<span>{call.status ?? call.outcome}</span>
							<When at={call.at} zone={zone} />
						</li>
					))}
				</ul>
			</section>
			<section>
				<h3 className="mb-1 font-semibold">{t("link.history")}</h3>
				<ul className="divide-y divide-line">
					{detail.history.map((entry) => (
						<li key={`${entry.at} ${entry.action}`} className="flex justify-between gap-3 py-1.5">
							<span className="min-w-0 flex-1 break-words">
								{entry.action} <span className="text-quiet">{entry.actor}</span>
							</span>
							<When at={entry.at} zone={zone} as="full" />
						</li>
					))}
				</ul>
			</section>
		</>
	);
}
