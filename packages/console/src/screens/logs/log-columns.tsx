import type { LogRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { Icon } from "../../look/icon.tsx";
import { href } from "../../navigation/href.ts";
import type { Search } from "../../navigation/navigation.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";
import { HttpStatus } from "./http-status.tsx";

/** What a request's row says at a glance (product.md 4.2). */
export function useLogColumns(search: Search): Column<LogRow>[] {
	const { t, language } = useText();
	return useMemo(
		() => [
			{
				id: "request",
				head: t("logs.column.request"),
				cell: (row) => (
					<>
						<span className="inline-flex max-w-full items-baseline gap-2">
							<span className="inline-flex items-center gap-1 text-quiet">
								<Icon name={row.direction === "in" ? "arrow-left" : "arrow-right"} className="size-3.5" />
								<span className="sr-only">{t(`direction.${row.direction}`)}</span>
								<code className="w-12 font-medium">{row.method}</code>
							</span>
							<RowLink href={href(["logs"], { ...search, log: row._id, log_org: row.org_id })}>
								<code className="font-normal break-all">{row.route}</code>
							</RowLink>
						</span>
						<span className="block truncate text-sm text-quiet md:hidden">
							<When at={row.at} seconds /> · {formatSpan(row.ms, language)}
						</span>
					</>
				),
			},
			{
				id: "status",
				head: t("logs.column.status"),
				width: "w-20 lg:w-44",
				cell: (row) => (
					<span className="inline-flex items-baseline gap-2">
						<HttpStatus status={row.status} />
						{row.code !== undefined && <code className="hidden truncate text-quiet lg:inline">{row.code}</code>}
					</span>
				),
			},
			{
				id: "ms",
				head: t("logs.column.ms"),
				width: "w-24",
				from: "md",
				is_end: true,
				cell: (row) => formatSpan(row.ms, language),
			},
			{
				id: "org",
				head: t("logs.column.org"),
				width: "w-44",
				from: "lg",
				cell: (row) => <span className="block truncate">{row.org_name ?? row.source ?? "–"}</span>,
			},
			{
				id: "request_id",
				head: t("logs.column.request_id"),
				width: "w-40",
				from: "xl",
				cell: (row) =>
					row.request_id !== undefined && <code className="block truncate text-quiet">{row.request_id}</code>,
			},
			{
				id: "at",
				head: t("logs.column.at"),
				width: "w-36",
				from: "md",
				is_end: true,
				cell: (row) => <When at={row.at} seconds />,
			},
		],
		[t, language, search],
	);
}
