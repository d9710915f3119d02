import type { DeliveryListRow, DeliveryPage } from "@ticketrail/contract";
import { type ReactNode, useCallback, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Choice } from "../../parts/choice.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { useText } from "../../text/text.tsx";
import { useDeliveryColumns } from "./delivery-columns.tsx";
import { DeliveryDrawer } from "./delivery-drawer.tsx";
import { isOnItsWay, PENDING_LOOK_MS } from "./on-its-way.ts";
import { ReplayBar } from "./replay-bar.tsx";

const STATES = ["pending", "unconfirmed", "delivered", "dead", "parked", "dropped"] as const;

/** Every message, with the dead ones to be sent again, one or many. */
export function DeliveriesPanel(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { search, setSearch } = useNavigation();
	const { values, set, count, clear } = useFilters(["org_id", "state", "source", "type", "order_id"]);
	const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
	const pages = usePages<DeliveryListRow>(
		["deliveries", values],
		(cursor, signal) => api.get<DeliveryPage>("/console/deliveries", { ...values, cursor, limit: PAGE_ROWS }, signal),
		(rows) => (rows.some(isOnItsWay) ? PENDING_LOOK_MS : false),
	);
	const columns = useDeliveryColumns(search);
	const toggle = useCallback((key: string) => {
		setSelected((before) => {
			const after = new Set(before);
			if (!after.delete(key)) after.add(key);
			return after;
		});
	}, []);
	const chosen = pages.rows.filter(({ _id }) => selected.has(_id));
	const opened = pages.rows.find(({ _id }) => _id === search.delivery);
	const opened_org = opened?.org_id ?? search.delivery_org;
	return (
		<section aria-labelledby="deliveries">
			<div className="mb-3 flex flex-wrap items-center gap-2">
				<h2 id="deliveries" className="me-auto text-lg font-semibold">
					{t("deliveries.title")}
				</h2>
				<Choice
					label={t("deliveries.state")}
					value={values.state}
					onChange={(value) => set("state", value)}
					options={[
						{ value: "", text: t("part.all") },
						...STATES.map((value) => ({ value, text: t(`delivery.${value}`) })),
					]}
				/>
			</div>
			<ReplayBar rows={chosen} onDone={() => setSelected(new Set())} />
			<PagedList
				label={t("deliveries.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={<EmptyNote icon="send" title={t("deliveries.empty")} text={t("deliveries.empty_text")} />}
			>
				<VirtualTable
					caption={t("deliveries.title")}
					columns={columns}
					rows={pages.rows}
					total={pages.total}
					keyOf={(row) => row._id}
					nameOf={(row) => `${row.type} ${row.source}`}
					row_height={58}
					onEnd={pages.loadMore}
					selected={selected}
					onSelect={toggle}
					onSelectAll={() =>
						setSelected((before) =>
							before.size >= pages.rows.length ? new Set() : new Set(pages.rows.map(({ _id }) => _id)),
						)
					}
				/>
			</PagedList>
			{search.delivery !== undefined && opened_org !== undefined && (
				<DeliveryDrawer
					org_id={opened_org}
					delivery_id={search.delivery}
					onClose={() => setSearch({ delivery: undefined, delivery_org: undefined })}
				/>
			)}
		</section>
	);
}
