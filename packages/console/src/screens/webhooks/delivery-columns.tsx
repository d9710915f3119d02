import type { DeliveryListRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { href } from "../../navigation/href.ts";
import type { Search } from "../../navigation/navigation.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";

/** What a message's row says at a glance. */
export function useDeliveryColumns(search: Search): Column<DeliveryListRow>[] {
	const { t } = useText();
	return useMemo(
		() => [
			{
				id: "type",
				head: t("deliveries.column.message"),
				cell: (row) => (
					<>
						<RowLink href={href(["webhooks"], { ...search, delivery: row._id, delivery_org: row.org_id })}>
							<code className="break-all">{row.type}</code>
						</RowLink>
						<span className="block truncate text-sm text-quiet">
							{row.source} · {row.org_name}
						</span>
					</>
				),
			},
			{
				id: "state",
				head: t("deliveries.column.state"),
				width: "w-32",
				cell: (row) => <StatusWord kind="delivery" value={row.state} />,
			},
			{
				id: "reason",
				head: t("deliveries.column.reason"),
				from: "lg",
				cell: (row) => <span className="text-quiet">{row.reason}</span>,
			},
			{
				id: "attempts",
				head: t("deliveries.column.attempts"),
				width: "w-24",
				from: "md",
				is_end: true,
				cell: (row) => row.attempts,
			},
			{
				id: "next",
				head: t("deliveries.column.next"),
				width: "w-32",
				from: "lg",
				cell: (row) =>
					row.next_attempt_at === undefined ? (
						<span className="text-quiet">–</span>
					) : (
						<When at={row.next_attempt_at} as="ago" />
					),
			},
			{
				id: "at",
				head: t("deliveries.column.at"),
				width: "w-36",
				from: "sm",
				is_end: true,
				cell: (row) => <When at={row.created_at} seconds />,
			},
		],
		[t, search],
	);
}
