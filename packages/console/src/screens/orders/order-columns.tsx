import type { OrderListRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { href } from "../../navigation/href.ts";
import { LaneWord } from "../../parts/lane-word.tsx";
import { Money } from "../../parts/money.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { Countdown } from "./countdown.tsx";

/** What an order's row says at a glance (product.md 4.6). */
export function useOrderColumns(with_org: boolean): Column<OrderListRow>[] {
	const { t } = useText();
	return useMemo(() => {
		const left = (order: OrderListRow) =>
			order.respond_by === undefined ? (
				<span className="text-quiet">–</span>
			) : (
				<Countdown respond_by={order.respond_by} number={order.number} />
			);
		return [
			{
				id: "number",
				head: t("orders.column.number"),
				cell: (order) => (
					<>
						<RowLink href={href(["orders", order.org_id, order._id])}>{order.number}</RowLink>
						<span className="block truncate text-sm text-quiet">
							{order.source}
							{with_org && ` · ${order.org_name}`}
						</span>
						<span className="block text-sm md:hidden">{order.location_name}</span>
						{order.problem !== undefined && <span className="block text-sm text-bad lg:hidden">{order.problem}</span>}
					</>
				),
			},
			{
				id: "location",
				head: t("orders.column.location"),
				from: "md",
				cell: (order) => order.location_name ?? <span className="text-bad">{t("orders.no_location")}</span>,
			},
			{
				id: "received",
				head: t("orders.column.received"),
				width: "w-44",
				from: "md",
				cell: (order) => <When at={order.received_at} zone={order.timezone} with_zone />,
			},
			{
				id: "state",
				head: t("orders.column.state"),
				width: "w-32",
				cell: (order) => (
					<>
						<LaneWord lane={order.lane} />
						<span className="block text-sm sm:hidden">{left(order)}</span>
					</>
				),
			},
			{ id: "left", head: t("orders.column.left"), width: "w-24", from: "sm", cell: left },
			{
				id: "total",
				head: t("orders.column.total"),
				width: "w-28",
				from: "sm",
				is_end: true,
				cell: (order) => order.total !== undefined && <Money amount={order.total} currency={order.currency} />,
			},
			{
				id: "problem",
				head: t("orders.column.problem"),
				from: "lg",
				cell: (order) => order.problem !== undefined && <span className="text-bad">{order.problem}</span>,
			},
		];
	}, [t, with_org]);
}
