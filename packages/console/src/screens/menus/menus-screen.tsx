import type { MenuPage, MenuRow } from "@ticketrail/contract";
import { type ReactNode, useCallback } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { useMenuColumns } from "./menu-columns.tsx";

/** Every location's menu: the version at the POS, what each channel has, and what is wrong. */
export function MenusScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { values, set, count, clear } = useFilters(["org_id", "q", "has_drifted"]);
	const pages = usePages<MenuRow>(["menus", values], (cursor, signal) =>
		api.get<MenuPage>("/console/menus", { ...values, cursor, limit: PAGE_ROWS }, signal),
	);
	const columns = useMenuColumns(values.org_id === "");
	const search = useCallback((text: string) => set("q", text), [set]);
	return (
		<>
			<PageHead
				title={t("menus.title")}
				aside={pages.has_data && <UpdatedAgo at={pages.as_of} is_busy={pages.is_fetching} onRefresh={pages.refetch} />}
			/>
			<div className="mb-4 flex flex-wrap gap-2">
				<OrgFilter org_id={values.org_id} name={pages.rows[0]?.org_name} onChange={(org_id) => set("org_id", org_id)} />
				<SearchField label={t("menus.search")} value={values.q} onChange={search} className="w-full sm:w-72" />
				<label className="control flex items-center gap-2">
					<input
						type="checkbox"
						className="tick"
						checked={values.has_drifted === "true"}
						onChange={(event) => set("has_drifted", event.target.checked ? "true" : "")}
					/>
					{t("menus.only_drifted")}
				</label>
			</div>
			<PagedList
				label={t("menus.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={<EmptyNote icon="menu" title={t("menus.empty")} text={t("menus.empty_text")} />}
			>
				<VirtualTable
					caption={t("menus.title")}
					columns={columns}
					rows={pages.rows}
					total={pages.total}
					keyOf={(row) => row.location_id}
					nameOf={(row) => row.location_name}
					row_height={64}
					onEnd={pages.loadMore}
				/>
			</PagedList>
		</>
	);
}
