import type { AuditListRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { href } from "../../navigation/href.ts";
import type { Search } from "../../navigation/navigation.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { actionText } from "./action-text.ts";

/** What an entry says at a glance: what was done, by whom, to which record, when. */
export function useAuditColumns(search: Search): Column<AuditListRow>[] {
	const { t } = useText();
	return useMemo(
		() => [
			{
				id: "what",
				head: t("audit.column.what"),
				cell: (row) => (
					<>
						<RowLink href={href(["audit"], { ...search, entry: row._id })}>{actionText(row, t)}</RowLink>
						<span className="block truncate text-sm text-quiet">
							<code>{row.action}</code> · {row.org_name ?? t("audit.installation")}
						</span>
						<span className="block truncate text-sm text-quiet sm:hidden">
							<When at={row.at} seconds /> · {row.actor_name ?? row.actor}
						</span>
					</>
				),
			},
			{
				id: "who",
				head: t("audit.column.who"),
				width: "w-56 lg:w-72",
				from: "sm",
				cell: (row) => <span className="block truncate">{row.actor_name ?? <code>{row.actor}</code>}</span>,
			},
			{
				id: "subject",
				head: t("audit.column.subject"),
				width: "w-80",
				from: "xl",
				cell: (row) => <code className="block truncate text-quiet">{row.subject}</code>,
			},
			{
				id: "at",
				head: t("audit.column.at"),
				width: "w-40",
				from: "sm",
				is_end: true,
				cell: (row) => <When at={row.at} seconds />,
			},
		],
		[t, search],
	);
}
