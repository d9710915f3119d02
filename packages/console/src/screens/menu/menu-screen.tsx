import { useQuery } from "@tanstack/react-query";
import type { LocationCatalog, MenuPage } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { href } from "../../navigation/href.ts";
import { Facts } from "../../parts/facts.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { PlanCard } from "./plan-card.tsx";

/** One location's menu: what the POS gave, what is wrong with it, and what publishing would change at each channel. */
export function MenuScreen({ org_id = "", location_id = "" }: { org_id?: string; location_id?: string }): ReactNode {
	const { t, count } = useText();
	const api = useApi();
	const path = `/console/orgs/${encodeURIComponent(org_id)}/locations/${encodeURIComponent(location_id)}`;
	const catalog = useQuery({
		queryKey: ["menu", org_id, location_id, "catalog"],
		queryFn: ({ signal }) => api.get<LocationCatalog>(`${path}/catalog`, {}, signal),
	});
	const row = useQuery({
		queryKey: ["menu", org_id, location_id, "row"],
		queryFn: async ({ signal }) => {
			const page = await api.get<MenuPage>("/console/menus", { org_id, limit: 200 }, signal);
			return page.rows.find((one) => one.location_id === location_id) ?? null;
		},
	});
	const channels = row.data?.channels ?? [];
	return (
		<>
			<PageHead
				title={
					row.data === undefined || row.data === null
						? t("menu.title")
						: t("menu.title_of", { location: row.data.location_name })
				}
				crumbs={[
					{ text: t("menus.title"), href: "/menus" },
					...(row.data ? [{ text: row.data.org_name, href: href(["orgs", org_id]) }] : []),
				]}
			/>
			<Region query={catalog} label={t("menu.catalog")} skeleton={<SkeletonRows rows={3} />} className="mb-5">
				{(data) => (
					<div className="card p-5">
						<h2 className="mb-3 text-lg font-semibold">{t("menu.catalog")}</h2>
						<Facts
							rows={[
								[t("menus.column.version"), data.catalog_version === 0 ? t("menu.none") : data.catalog_version],
								[t("menu.objects"), data.catalog_objects],
								[
									t("org.last_sync"),
									data.synced_at === undefined ? t("part.never") : <When key="at" at={data.synced_at} as="ago" />,
								],
							]}
						/>
						{data.sync_error !== undefined && (
							<p className="mt-3 rounded-control bg-bad-soft px-3 py-2 text-bad">
								{t("menu.sync_failed")} {data.sync_error}
							</p>
						)}
						{data.warnings.length > 0 && (
							<details className="mt-3">
								<summary className="min-h-6 font-medium text-warn">
									{count("org.menu_problems", data.warnings.length)}
								</summary>
								<ul className="mt-2 list-disc ps-5">
									{data.warnings.map((warning) => (
										<li key={warning} className="break-words">
											{warning}
										</li>
									))}
								</ul>
							</details>
						)}
					</div>
				)}
			</Region>
			<Region query={row} label={t("menus.column.channels")} skeleton={<SkeletonRows rows={2} />}>
				{() =>
					channels.length === 0 ? (
						<p className="text-quiet">{t("menus.no_channel")}</p>
					) : (
						<div className="flex flex-col gap-5">
							{channels.map((channel) => (
								<PlanCard key={channel.link_id} path={path} channel={channel} />
							))}
						</div>
					)
				}
			</Region>
		</>
	);
}
