import type { UnroutableOrder, UnroutablePage } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { UnroutableCard } from "./unroutable-card.tsx";

/** Orders that found no location: never dropped in silence, each with where it probably belongs. */
export function UnroutableScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { values, set, count, clear } = useFilters(["org_id"]);
	const pages = usePages<UnroutableOrder>(["unroutable", values], (cursor, signal) =>
		api.get<UnroutablePage>("/console/unroutable", { ...values, cursor, limit: PAGE_ROWS }, signal),
	);
	return (
		<>
			<PageHead
				title={t("unroutable.title")}
				aside={pages.has_data && <UpdatedAgo at={pages.as_of} is_busy={pages.is_fetching} onRefresh={pages.refetch} />}
			>
				<p className="mt-1 text-quiet">{t("unroutable.text")}</p>
			</PageHead>
			<div className="mb-4 flex">
				<OrgFilter org_id={values.org_id} name={pages.rows[0]?.org_name} onChange={(org_id) => set("org_id", org_id)} />
			</div>
			<PagedList
				label={t("unroutable.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={<EmptyNote icon="tray" title={t("unroutable.empty")} text={t("unroutable.empty_text")} />}
			>
				<ul className="flex flex-col gap-3">
					{pages.rows.map((order) => (
						<UnroutableCard key={order._id} order={order} />
					))}
				</ul>
			</PagedList>
		</>
	);
}
