import type { ReactNode } from "react";
import { useCallback } from "react";
import { useApi } from "../../api/api-context.tsx";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Choice } from "../../parts/choice.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { Segments } from "../../parts/segments.tsx";
import { useText } from "../../text/text.tsx";
import { OrgFilter } from "../org-filter.tsx";
import { useLogColumns } from "./log-columns.tsx";
import { LogDrawer } from "./log-drawer.tsx";
import { TailSwitch } from "./tail-switch.tsx";
import { useLogs } from "./use-logs.ts";

const STATUSES = ["2xx", "3xx", "4xx", "5xx"] as const;
const SURFACES = [
	"partner",
	"oauth",
	"pos_webhook",
	"order",
	"event_webhook",
	"menu_file",
	"console",
	"pos",
	"dsp",
	"partner_event",
] as const;

/** Every request, in and out: searched, filtered, followed as they come. */
export function LogsScreen(): ReactNode {
	const { t } = useText();
	const api = useApi();
	const { search, setSearch } = useNavigation();
	const { values, set, count, clear } = useFilters(["org_id", "direction", "status", "surface", "source", "q"]);
	const { pages, tail } = useLogs(api, values, search.tail === "on");
	const columns = useLogColumns(search);
	const onSearch = useCallback((text: string) => set("q", text), [set]);
	return (
		<>
			<PageHead
				title={t("logs.title")}
				actions={
					<TailSwitch
						is_on={search.tail === "on"}
						tail={tail}
						onChange={(is_on) => setSearch({ tail: is_on ? "on" : undefined })}
					/>
				}
			/>
			<div className="mb-4 flex flex-wrap items-center gap-2">
				<OrgFilter
					org_id={values.org_id}
					name={pages.rows.find(({ org_id }) => org_id === values.org_id)?.org_name}
					onChange={(org_id) => set("org_id", org_id)}
				/>
				<Segments
					label={t("logs.direction")}
					value={values.direction === "out" ? "out" : "in"}
					options={[
						{ value: "in", text: t("logs.direction_in") },
						{ value: "out", text: t("logs.direction_out") },
					]}
					onChange={(value) => set("direction", value === "in" ? "" : value)}
				/>
				<Choice
					label={t("logs.status")}
					value={values.status}
					onChange={(value) => set("status", value)}
					options={[{ value: "", text: t("part.all") }, ...STATUSES.map((value) => ({ value, text: value }))]}
				/>
				<Choice
					label={t("logs.surface")}
					value={values.surface}
					onChange={(value) => set("surface", value)}
					options={[
						{ value: "", text: t("part.all") },
						...SURFACES.map((value) => ({ value, text: t(`surface.${value}`) })),
					]}
				/>
				<SearchField
					label={t("logs.search")}
					value={values.q}
					onChange={onSearch}
					className="w-full sm:ms-auto sm:w-72"
				/>
			</div>
			<PagedList
				label={t("logs.title")}
				pages={pages}
				filters={{ count, clear }}
				empty={
					<EmptyNote
						icon="log"
						title={t("logs.empty")}
						text={t("logs.empty_text")}
						curl={`curl ${window.location.origin}/onboarding/org/… -H "authorization: Bearer $TOKEN"`}
					/>
				}
			>
				<VirtualTable
					caption={t("logs.title")}
					columns={columns}
					rows={pages.rows}
					total={pages.total}
					keyOf={(row) => row._id}
					nameOf={(row) => row.route}
					row_height={42}
					onEnd={pages.loadMore}
				/>
			</PagedList>
			{search.log !== undefined && (
				<LogDrawer
					log_id={search.log}
					org_id={search.log_org ?? values.org_id}
					onClose={() => setSearch({ log: undefined, log_org: undefined })}
				/>
			)}
		</>
	);
}
