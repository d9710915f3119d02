import type { LocationStateRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { useText } from "../../text/text.tsx";

/** What a location's menu has, and whether something is wrong with it. */
export function MenuWord({ menu }: { menu: LocationStateRow["menu"] }): ReactNode {
	const { t, count } = useText();
	if (menu.sync_error !== undefined) {
		return (
			<span className="inline-flex items-center gap-1 text-bad" title={menu.sync_error}>
				<Icon name="cross" className="size-3.5" />
				{t("org.menu_failed")}
			</span>
		);
	}
	if (menu.catalog_version === 0) {
		return (
			<span className="inline-flex items-center gap-1 text-info">
				<Icon name="quarter" className="size-3.5" />
				{t("org.menu_importing")}
			</span>
		);
	}
	return (
		<span className="inline-flex flex-wrap items-center gap-x-2">
			{count("org.menu_items", menu.items)}
			{menu.problems > 0 ? (
				<span className="inline-flex items-center gap-1 text-warn">
					<Icon name="bang" className="size-3.5" />
					{count("org.menu_problems", menu.problems)}
				</span>
			) : (
				<Icon name="check" className="size-3.5 text-good" />
			)}
		</span>
	);
}
