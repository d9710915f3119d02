import type { LocationStateRow, OrgState } from "@ticketrail/contract";
import { type ReactNode, useCallback } from "react";
import { PagedList } from "../../lists/paged-list.tsx";
import { useFilters } from "../../lists/use-filters.ts";
import { PAGE_ROWS, usePages } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Choice } from "../../parts/choice.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { Segments } from "../../parts/segments.tsx";
import { type TextKey, useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { DspView } from "./dsp-view.tsx";
import { useLocationColumns } from "./location-columns.tsx";
import { LocationDrawer } from "./location-drawer.tsx";
import { pauseIsOverIn } from "./pause-ends.ts";

const STATUSES = ["active", "inactive", "disconnected", "unlinked", "paused", "problem"] as const;
/** More DSPs than this do not fit beside each other. */
const MAX_COLUMNS = 6;

/** The locations of an organisation: searched, filtered, of any number. */
export function LocationsPanel({ org, has_dsps }: { org: OrgState; has_dsps: boolean }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const { search, setSearch } = useNavigation();
	const { values, set, count, clear } = useFilters(["q", "status", "source", "location_id"]);
	const dsps = org.integrations.filter(({ type, status }) => type === "dsp" && status !== "deprovisioned");
	const is_by_dsp = has_dsps && (search.view === "dsp" || (search.view !== "location" && dsps.length > MAX_COLUMNS));
	const pages = usePages<LocationStateRow>(
		["org", org._id, "locations", values],
		(cursor, signal) => source.locations(org._id, { ...values, cursor, limit: PAGE_ROWS }, signal),
		(rows) =>
			pauseIsOverIn(
				rows.flatMap(({ dsps }) => dsps.map(({ paused_until }) => paused_until)),
				Date.now(),
			),
	);
	const columns = useLocationColumns(org, has_dsps ? dsps.slice(0, MAX_COLUMNS) : undefined);
	const onSearch = useCallback((text: string) => set("q", text), [set]);
	const opened = search.location;
	return (
		<section aria-labelledby="locations">
			<div className="mb-3 flex flex-wrap items-center gap-2">
				<h2 id="locations" className="me-auto text-lg font-semibold">
					{t("org.locations")}
				</h2>
				{has_dsps && dsps.length > 0 && (
					<Segments
						label={t("org.view")}
						value={is_by_dsp ? "dsp" : "location"}
						options={[
							{ value: "location", text: t("org.view_location") },
							{ value: "dsp", text: t("org.view_dsp") },
						]}
						onChange={(view) => setSearch({ view })}
					/>
				)}
				<SearchField label={t("org.search")} value={values.q} onChange={onSearch} className="w-full sm:w-56" />
				{has_dsps && !is_by_dsp && (
					<Choice
						label={t("org.filter_dsp")}
						value={values.source}
						onChange={(value) => set("source", value)}
						options={[
							{ value: "", text: t("part.all") },
							...dsps.map(({ source: slug, name }) => ({ value: slug, text: name })),
						]}
					/>
				)}
				<Choice
					label={t("org.filter_status")}
					value={values.status}
					onChange={(value) => set("status", value)}
					options={[
						{ value: "", text: t("part.all") },
						...STATUSES.map((value) => ({ value, text: t(`org.status_filter.${value}` as TextKey) })),
					]}
				/>
			</div>
			<PagedList
				label={t("org.locations")}
				pages={pages}
				filters={{ count, clear }}
				empty={
					<EmptyNote
						icon="store"
						title={t("org.no_locations")}
						text={t("org.no_locations_text")}
						curl={
							source.api_url === ""
								? undefined
								: `curl -X POST ${source.api_url}/onboarding/locations/ingest \\\n  -H "authorization: Bearer $TOKEN" -H "content-type: application/json" \\\n  -d '{"onboarding_id":"${org.integrations.find(({ type }) => type === "pos")?._id ?? "…"}","locations":[{"provider_id":"…"}]}'`
						}
					/>
				}
			>
				{is_by_dsp ? (
					<DspView org={org} dsps={dsps} pages={pages} />
				) : (
					<VirtualTable
						caption={t("org.locations")}
						columns={columns}
						rows={pages.rows}
						total={pages.total}
						keyOf={(row) => row._id}
						nameOf={(row) => row.name}
						row_height={64}
						onEnd={pages.loadMore}
					/>
				)}
			</PagedList>
			{opened !== undefined && (
				<LocationDrawer org={org} location_id={opened} onClose={() => setSearch({ location: undefined })} />
			)}
		</section>
	);
}
