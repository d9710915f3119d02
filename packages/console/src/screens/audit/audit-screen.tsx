import type { AuditListRow, AuditPage } from "@ticketrail/contract";
import { type ReactNode, useCallback } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { actionText } from "./action-text.ts";
import { useAuditColumns } from "./audit-columns.tsx";
import { AuditDrawer } from "./audit-drawer.tsx";

/** Who did what when (reliability.md S5). */
export function AuditScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { search, setSearch } = useNavigation();
	const { values, set, count, clear } = useFilters(["org_id", "actor"]);
	const pages = usePages<AuditListRow>(["audit", values], (cursor, signal) =>
		api.get<AuditPage>("/console/audit", { ...values, cursor, limit: PAGE_ROWS }, signal),
	);
	const columns = useAuditColumns(search);
	const find = useCallback((text: string) => set("actor", text), [set]);
	const opened = pages.rows.find(({ _id }) => _id === search.entry);
	return (
		<>
			<PageHead
				title={t("audit.title")}
				aside={pages.has_data && <UpdatedAgo at={pages.as_of} is_busy={pages.is_fetching} onRefresh={pages.refetch} />}
			/>
			<div className="mb-4 flex flex-wrap gap-2">
				<OrgFilter org_id={values.org_id} name={pages.rows[0]?.org_name} onChange={(org_id) => set("org_id", org_id)} />
				<SearchField label={t("audit.search")} value={values.actor} onChange={find} className="w-full sm:w-72" />
			</div>
			<PagedList
				label={t("audit.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={<EmptyNote icon="log" title={t("audit.empty")} text={t("audit.empty_text")} />}
			>
				<VirtualTable
					caption={t("audit.title")}
					columns={columns}
					rows={pages.rows}
					keyOf={(row) => row._id}
					nameOf={(row) => actionText(row, t)}
					row_height={62}
					onEnd={pages.loadMore}
				/>
			</PagedList>
			{opened !== undefined && <AuditDrawer row={opened} onClose={() => setSearch({ entry: undefined })} />}
		</>
	);
}
