import type { IntegrationSummary, LocationStateRow, OrgState } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { Icon } from "../../look/icon.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine, shortAddress } from "./address-line.ts";
import { DspCell } from "./dsp-cell.tsx";
import { LocationName } from "./location-name.tsx";
import { MenuWord } from "./menu-word.tsx";
import { PosCell } from "./pos-cell.tsx";

/** Columns of the locations: with a DSP each (product.md 4.4), or without any what the POS brought (4.3). */
export function useLocationColumns(
	org: OrgState,
	dsps: readonly IntegrationSummary[] | undefined,
): Column<LocationStateRow>[] {
	const { t } = useText();
	const { path, search } = useNavigation();
	return useMemo(() => {
		const name = (row: LocationStateRow) => {
			const query = new URLSearchParams({ ...search, location: row._id });
			return <LocationName row={row} href={`${path}?${query}`} />;
		};
		if (dsps === undefined) {
			return [
				{
					id: "name",
					head: t("org.column.name"),
					cell: (row) => (
						<>
							{name(row)}
							<span className="block text-sm text-quiet md:hidden">
								{addressLine(row.address) ?? t("org.no_address")}
							</span>
							<span className="flex flex-wrap gap-x-4 sm:hidden">
								<PosCell row={row} />
								<MenuWord menu={row.menu} />
							</span>
						</>
					),
				},
				{
					id: "address",
					head: t("org.column.address"),
					from: "md",
					cell: (row) =>
						addressLine(row.address) ?? (
							<span className="inline-flex items-center gap-1 text-warn">
								<Icon name="bang" className="size-3.5" />
								{t("org.no_address")}
							</span>
						),
				},
				{
					id: "id",
					head: t("org.column.pos_id"),
					width: "w-36",
					from: "lg",
					cell: (row) => <IdText id={row.provider_id} what={t("org.column.pos_id")} />,
				},
				{
					id: "menu",
					head: t("org.column.menu"),
					width: "w-40",
					from: "sm",
					cell: (row) => <MenuWord menu={row.menu} />,
				},
				{ id: "status", head: t("org.column.status"), width: "w-36", from: "sm", cell: (row) => <PosCell row={row} /> },
			];
		}
		return [
			{
				id: "name",
				head: t("org.column.location"),
				cell: (row) => (
					<>
						{name(row)}
						<span className="block truncate text-sm text-quiet">
							{shortAddress(row.address) ?? t("org.no_address")}
						</span>
						<ul className="mt-1.5 flex flex-col gap-1.5 md:hidden">
							<li>
								<PosCell row={row} with_order />
							</li>
							{dsps.map((dsp) => (
								<li key={dsp._id}>
									<span className="block text-sm text-quiet">{dsp.name}</span>
									<DspCell org_id={org._id} row={row} dsp={dsp} />
								</li>
							))}
						</ul>
					</>
				),
			},
			{
				id: "pos",
				head: t("org.column.pos"),
				width: "w-44",
				from: "md",
				cell: (row) => <PosCell row={row} with_order />,
			},
			...dsps.map(
				(dsp): Column<LocationStateRow> => ({
					id: dsp._id,
					head: dsp.name,
					width: "w-52",
					from: "md",
					cell: (row) => <DspCell org_id={org._id} row={row} dsp={dsp} />,
				}),
			),
		];
	}, [t, dsps, path, search, org._id]);
}
