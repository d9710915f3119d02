import type { OrgPage, OrgRow } from "@ticketrail/contract";
import { type ReactNode, useCallback, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { NewOrgDialog } from "./new-org-dialog.tsx";
import { useOrgColumns } from "./org-columns.tsx";

/** Every organisation with what is wrong in it. */
export function OrgsScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const [is_creating, setCreating] = useState(false);
	const { values, set, count, clear } = useFilters(["q", "has_problems"]);
	const pages = usePages<OrgRow>(["orgs", values], (cursor, signal) =>
		api.get<OrgPage>("/console/orgs", { ...values, cursor, limit: PAGE_ROWS }, signal),
	);
	const columns = useOrgColumns();
	const search = useCallback((text: string) => set("q", text), [set]);
	const create = (
		<Button look="primary" icon="plus" why_not={whyNot("org.create")} onClick={() => setCreating(true)}>
			{t("orgs.new")}
		</Button>
	);
	return (
		<>
			<PageHead
				title={t("orgs.title")}
				aside={pages.has_data && <UpdatedAgo at={pages.as_of} is_busy={pages.is_fetching} onRefresh={pages.refetch} />}
				actions={create}
			/>
			<div className="mb-4 flex flex-wrap gap-2">
				<SearchField label={t("orgs.search")} value={values.q} onChange={search} className="w-full sm:w-72" />
				<label className="control flex items-center gap-2">
					<input
						type="checkbox"
						className="tick"
						checked={values.has_problems === "true"}
						onChange={(event) => set("has_problems", event.target.checked ? "true" : "")}
					/>
					{t("orgs.only_problems")}
				</label>
			</div>
			<PagedList
				label={t("orgs.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={
					<EmptyNote
						icon="store"
						title={t("orgs.empty")}
						text={t("orgs.empty_text")}
						action={create}
						curl={`curl -X POST ${window.location.origin}/onboarding/org \\\n  -H "authorization: Bearer $TOKEN" -H "content-type: application/json" \\\n  -d '{"name":"Joe\\u0027s Pizza LLC","provider_id":"merchant-771","user":{"email":"joe@example.com"}}'`}
					/>
				}
			>
				<VirtualTable
					caption={t("orgs.title")}
					columns={columns}
					rows={pages.rows}
					total={pages.total}
					keyOf={(org) => org._id}
					nameOf={(org) => org.name}
					row_height={62}
					onEnd={pages.loadMore}
				/>
			</PagedList>
			<NewOrgDialog is_open={is_creating} onClose={() => setCreating(false)} />
		</>
	);
}
