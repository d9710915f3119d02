import type { OrgRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { Icon } from "../../look/icon.tsx";
import { href } from "../../navigation/href.ts";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";

/** What an organisation's row says at a glance (product.md 4.2). */
export function useOrgColumns(): Column<OrgRow>[] {
	const { t, count } = useText();
	return useMemo(
		() => [
			{
				id: "name",
				head: t("orgs.column.name"),
				cell: (org) => (
					<>
						<RowLink href={href(["orgs", org._id])}>{org.name}</RowLink>
						<span className="block truncate text-sm text-quiet">
							{org.partner.name}
							{org.provider_id !== undefined && ` · ${org.provider_id}`}
						</span>
					</>
				),
			},
			{
				id: "pos",
				head: t("orgs.column.pos"),
				width: "w-40",
				from: "lg",
				cell: (org) =>
					org.pos.map(({ name }) => name).join(", ") || <span className="text-quiet">{t("orgs.no_pos")}</span>,
			},
			{
				id: "locations",
				head: t("orgs.column.locations"),
				width: "w-36",
				from: "md",
				cell: ({ counts }) => t("orgs.of_live", { count: counts.locations, live: counts.locations_active }),
			},
			{
				id: "links",
				head: t("orgs.column.links"),
				width: "w-36",
				from: "md",
				cell: ({ counts }) => (
					<>
						{t("orgs.links_live", { count: counts.links_live })}
						{counts.links_pending > 0 && (
							<span className="block text-sm text-info">
								{t("orgs.links_pending", { count: counts.links_pending })}
							</span>
						)}
					</>
				),
			},
			{
				id: "health",
				head: t("orgs.column.health"),
				width: "w-32 sm:w-36",
				cell: (org) => (
					<>
						<StatusWord kind="health" value={org.worst_health} />
						{org.counts.open_problems > 0 && (
							<span className="flex items-center gap-1 text-sm text-bad">
								<Icon name="bang" className="size-3.5" />
								{count("orgs.problems", org.counts.open_problems)}
							</span>
						)}
					</>
				),
			},
			{
				id: "last_order",
				head: t("orgs.column.last_order"),
				width: "w-32",
				from: "sm",
				is_end: true,
				cell: (org) =>
					org.last_order_at === undefined ? (
						<span className="text-quiet">{t("part.never")}</span>
					) : (
						<When at={org.last_order_at} as="ago" />
					),
			},
		],
		[t, count],
	);
}
