import { useQuery } from "@tanstack/react-query";
import type { LocationStateRow, OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Modal } from "../../parts/modal.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { addressLine } from "./address-line.ts";
import { DspCell } from "./dsp-cell.tsx";
import { MenuWord } from "./menu-word.tsx";
import { PosCell } from "./pos-cell.tsx";

/** What is known of one location, beside the page. */
export function LocationDrawer({
	org,
	location_id,
	onClose,
}: {
	org: OrgState;
	location_id: string;
	onClose: () => void;
}): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const query = useQuery({
		queryKey: ["org", org._id, "location", location_id],
		queryFn: async ({ signal }) => (await source.locations(org._id, { location_id, limit: 1 }, signal)).rows[0] ?? null,
	});
	return (
		<Modal title={query.data?.name ?? t("org.location")} is_open place="side" onClose={onClose}>
			<Region query={query} label={t("org.location")} skeleton={<SkeletonRows rows={5} />}>
				{(row) => (row === null ? <p>{t("org.location_gone")}</p> : <Content org={org} row={row} />)}
			</Region>
		</Modal>
	);
}

function Content({ org, row }: { org: OrgState; row: LocationStateRow }): ReactNode {
	const { t } = useText();
	const { links } = useOnboardingSource();
	const dsps = org.integrations.filter(({ type, status }) => type === "dsp" && status !== "deprovisioned");
	const menu = links.menu?.(org._id, row._id);
	const orders = links.orders?.(org._id, { location_id: row._id });
	return (
		<div className="flex flex-col gap-5">
			<Facts
				rows={[
					[t("org.column.status"), <PosCell key="pos" row={row} with_order />],
					[t("org.column.address"), addressLine(row.address) ?? t("org.no_address")],
					[t("org.timezone"), row.timezone],
					[t("org.column.pos_id"), <IdText key="id" id={row.provider_id} what={t("org.column.pos_id")} />],
					[t("org.hub_id"), <IdText key="hub" id={row._id} what={t("org.hub_id")} />],
					[t("org.column.menu"), <MenuWord key="menu" menu={row.menu} />],
					[
						t("org.last_sync"),
						row.menu.synced_at === undefined ? undefined : <When key="sync" at={row.menu.synced_at} as="ago" />,
					],
				]}
			/>
			{row.menu.sync_error !== undefined && (
				<p className="rounded-control bg-bad-soft px-3 py-2 text-bad">{row.menu.sync_error}</p>
			)}
			{dsps.map((dsp) => (
				<section key={dsp._id}>
					<h3 className="mb-1 text-sm font-medium text-quiet">{dsp.name}</h3>
					<DspCell org_id={org._id} row={row} dsp={dsp} />
				</section>
			))}
			<p className="flex flex-wrap gap-2">
				{menu !== undefined && (
					<AppLink href={menu} className="button button-secondary">
						{t("org.see_menu")}
					</AppLink>
				)}
				{orders !== undefined && (
					<AppLink href={orders} className="button button-secondary">
						{t("org.see_orders")}
					</AppLink>
				)}
			</p>
		</div>
	);
}
