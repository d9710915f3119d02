import type { MenuRow } from "@ticketrail/contract";
import { useMemo } from "react";
import type { Column } from "../../lists/column.ts";
import { RowLink } from "../../lists/row-link.tsx";
import { href } from "../../navigation/href.ts";
import { MenuWord } from "../../onboarding/org-state/menu-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { ChannelVersion } from "./channel-version.tsx";

/** What a menu's row says at a glance. */
export function useMenuColumns(with_org: boolean): Column<MenuRow>[] {
	const { t } = useText();
	return useMemo(() => {
		const channels = (row: MenuRow) =>
			row.channels.length === 0 ? (
				<span className="text-quiet">{t("menus.no_channel")}</span>
			) : (
				row.channels.map((channel) => <ChannelVersion key={channel.link_id} channel={channel} />)
			);
		return [
			{
				id: "location",
				head: t("org.column.location"),
				cell: (row) => (
					<>
						<RowLink href={href(["orgs", row.org_id, "menus", row.location_id])}>{row.location_name}</RowLink>
						<span className="block truncate text-sm text-quiet">
							{row.source}
							{with_org && ` · ${row.org_name}`}
						</span>
						<span className="block sm:hidden">{channels(row)}</span>
					</>
				),
			},
			{
				id: "version",
				head: t("menus.column.version"),
				width: "w-32 sm:w-40",
				cell: (row) => (
					<>
						<span className="num">
							{row.catalog_version === 0 ? "–" : t("menus.version", { version: row.catalog_version })}
						</span>
						{row.catalog_at !== undefined && (
							<span className="block text-sm text-quiet">
								<When at={row.catalog_at} as="ago" />
							</span>
						)}
					</>
				),
			},
			{
				id: "items",
				head: t("menus.column.items"),
				width: "w-44",
				from: "md",
				cell: (row) => (
					<>
						<MenuWord
							menu={{
								catalog_version: row.catalog_version,
								items: row.items,
								problems: row.problems,
								...(row.sync_error === undefined ? {} : { sync_error: row.sync_error }),
							}}
						/>
					</>
				),
			},
			{ id: "channels", head: t("menus.column.channels"), from: "sm", cell: channels },
		];
	}, [t, with_org]);
}
