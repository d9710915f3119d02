import { type ReactNode, useCallback } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { LiveWord } from "../../live/live-word.tsx";
import { ORDER_LANES } from "../../look/lanes.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { LaneFilter } from "./lane-filter.tsx";
import { useOrderColumns } from "./order-columns.tsx";
import { useLiveOrders } from "./use-live-orders.ts";

/** Every order as it comes and goes: live, with the time that is left to answer. */
export function OrdersScreen(): ReactNode {
	const { t, count } = useText();
	const api = useApi();
	const {
		values,
		set,
		count: filters,
		clear,
	} = useFilters(["org_id", "lane", "source", "location_id", "link_id", "q"]);
	const { pages, live, fresh, showFresh } = useLiveOrders(api, values);
	const columns = useOrderColumns(values.org_id === "");
	const search = useCallback((text: string) => set("q", text), [set]);
	return (
		<>
			<PageHead title={t("orders.title")} aside={<LiveWord live={live} />} />
			<div className="mb-4 flex flex-wrap items-center gap-2">
				<OrgFilter org_id={values.org_id} name={pages.rows[0]?.org_name} onChange={(org_id) => set("org_id", org_id)} />
				<LaneFilter lanes={ORDER_LANES} value={values.lane} onChange={(lane) => set("lane", lane)} />
				<SearchField
					label={t("orders.search")}
					value={values.q}
					onChange={search}
					className="w-full sm:ms-auto sm:w-64"
				/>
			</div>
			<div className="h-0 overflow-visible text-center">
				{fresh > 0 && (
					<Button
						look="primary"
						icon="chevron-up"
						className="sticky z-20 -translate-y-1 rounded-full! shadow-high"
						onClick={showFresh}
					>
						{count("orders.fresh", fresh)}
					</Button>
				)}
			</div>
			<PagedList
				label={t("orders.title")}
				pages={pages}
				filters={{ count: filters, clear }}
				empty={
					<EmptyNote
						icon="ticket"
						title={t("orders.empty")}
						text={t("orders.empty_text")}
						curl={`npx ticketrail demo --once`}
					/>
				}
			>
				<VirtualTable
					caption={t("orders.title")}
					columns={columns}
					rows={pages.rows}
					total={pages.total}
					keyOf={(order) => order._id}
					nameOf={(order) => order.number}
					row_height={62}
					onEnd={pages.loadMore}
				/>
			</PagedList>
		</>
	);
}
