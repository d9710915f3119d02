import type { IntegrationSummary, LinkCell, LocationStateRow, OrgState } from "@ticketrail/contract";
import { type ReactNode, useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import type { PagedRows } from "../../lists/use-pages.ts";
import { VirtualTable } from "../../lists/virtual-table.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Choice } from "../../parts/choice.tsx";
import { useText } from "../../text/text.tsx";
import { shortAddress } from "./address-line.ts";
import { DspCell } from "./dsp-cell.tsx";
import { LocationName } from "./location-name.tsx";
import { PosCell } from "./pos-cell.tsx";

/** One DSP at a time, with every location: for organisations with more DSPs than fit beside each other. */
export function DspView({
	org,
	dsps,
	pages,
}: {
	org: OrgState;
	dsps: readonly IntegrationSummary[];
	pages: PagedRows<LocationStateRow>;
}): ReactNode {
	const { t } = useText();
	const { path, search, setSearch } = useNavigation();
	const dsp = dsps.find(({ source }) => source === search.dsp) ?? dsps[0];
	const columns = useMemo<Column<LocationStateRow>[]>(() => {
		if (dsp === undefined) return [];
		return [
			{
				id: "location",
				head: t("org.column.location"),
				cell: (row) => (
					<>
						<LocationName row={row} href={`${path}?${new URLSearchParams({ ...search, location: row._id })}`} />
						<span className="block truncate text-sm text-quiet">
							{shortAddress(row.address) ?? t("org.no_address")}
						</span>
					</>
				),
			},
			{ id: "store", head: t("org.column.store"), from: "md", cell: (row) => storeNames(row.dsps, dsp.source) },
			{
				id: "link",
				head: dsp.name,
				width: "w-44 sm:w-56",
				cell: (row) => <DspCell org_id={org._id} row={row} dsp={dsp} />,
			},
			{ id: "pos", head: t("org.column.pos"), width: "w-40", from: "sm", cell: (row) => <PosCell row={row} /> },
		];
	}, [t, dsp, path, search, org._id]);
	return (
		<>
			<Choice
				label={t("org.filter_dsp")}
				className="mb-3"
				value={dsp?.source ?? ""}
				onChange={(value) => setSearch({ dsp: value })}
				options={dsps.map(({ source, name }) => ({ value: source, text: name }))}
			/>
			<VirtualTable
				caption={t("org.locations_at", { name: dsp?.name ?? "" })}
				columns={columns}
				rows={pages.rows}
				total={pages.total}
				keyOf={(row) => row._id}
				nameOf={(row) => row.name}
				row_height={64}
				onEnd={pages.loadMore}
			/>
		</>
	);
}

function storeNames(links: readonly LinkCell[], source: string): ReactNode {
	const names = links.filter((link) => link.source === source).map(({ dsp_store_name }) => dsp_store_name);
	return names.length === 0 ? <span className="text-quiet">–</span> : names.join(", ");
}
