import type { Holiday } from "@ticketrail/contract";
import type { ProviderSettings } from "../../clients/provider.ts";
import type { LiveCatalog } from "../catalog/index.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import type { MenuContext } from "./menu-parts.ts";
import type { MenuFile } from "./write-menu.ts";

/** The form of a DSP's menu files (contract.md C.6). */
export type MenuVersion = ProviderSettings["menu_version"];

/** What a menu says where the POS names no preparation time (as contract.md C.5.1 assumes for an order). */
const DEFAULT_PREP_MINUTES = 30;

/** The menu file of a channel in the form that its DSP is set to. */
export function buildMenu(
	catalog: LiveCatalog,
	channel: { slug: string; pos_location_id: string; prep_time_minutes: number | null; holidays: string | null },
	menu_version: MenuVersion,
): MenuFile {
	const { slug, pos_location_id, prep_time_minutes, holidays } = channel;
	const context: MenuContext = {
		...{ slug, pos_location_id },
		prep_time_minutes: prep_time_minutes ?? DEFAULT_PREP_MINUTES,
		holidays: holidays === null ? [] : (JSON.parse(holidays) as Holiday[]),
	};
	return menu_version === "v2" ? buildMenuV2(catalog, context) : buildMenuV1(catalog, context);
}
