import type { MenuChange, MenuFinding, MenuPlan } from "@ticketrail/contract";
import type { LiveObjectRow } from "../../storage/tables/catalog.ts";
import { liveCatalogOf } from "../catalog/index.ts";
import { buildMenu, type MenuVersion } from "./build-menu.ts";
import { diffMenus } from "./diff-menus.ts";
import { findLosses } from "./find-losses.ts";
import { flattenMenu } from "./flatten-menu.ts";
import { lintMenu } from "./lint-menu.ts";
import { type MenuFile, type WrittenMenu, writeMenu } from "./write-menu.ts";

/** Entries of a list in a plan; the counts say how many there are. */
const LISTED = 500;
const LEVELS: readonly MenuFinding["level"][] = ["error", "warning", "loss"];

/** For whom a menu is made. */
export interface MenuOrder {
	/** the DSP */
	slug: string;
	pos_location_id: string;
	prep_time_minutes: number | null;
	/** JSON */
	holidays: string | null;
	menu_version: MenuVersion;
	/** compare with this file, `null` = with nothing; missing = no comparison is asked for */
	live_body?: string | null;
}

/** A menu, and where it was asked for what it would change. */
export interface MadeMenu extends WrittenMenu {
	comparison?: Pick<MenuPlan, "counts" | "changes" | "findings">;
}

/** Make the menu file of a catalog's live objects (contract.md C.6), and compare it where that is asked for. */
export async function makeMenu(rows: Iterable<LiveObjectRow>, order: MenuOrder): Promise<MadeMenu> {
	const { menu_version, live_body } = order;
	const catalog = liveCatalogOf(rows);
	const file = buildMenu(catalog, order, menu_version);
	const written = await writeMenu(file);
	if (live_body === undefined) return written;
	const live = live_body === null ? undefined : (JSON.parse(live_body) as MenuFile);
	const next = flattenMenu(file);
	const isOtherForm = live !== undefined && "categories" in live !== (menu_version === "v2");
	const changes = diffMenus(live === undefined ? new Map() : flattenMenu(live), next, isOtherForm);
	const findings = [...lintMenu(next), ...findLosses(catalog, next, menu_version)];
	return { ...written, comparison: summaryOf(changes, findings) };
}

function summaryOf(
	changes: readonly MenuChange[],
	findings: readonly MenuFinding[],
): Pick<MenuPlan, "counts" | "changes" | "findings"> {
	const changed = (kind: MenuChange["change"]) => changes.filter(({ change }) => change === kind).length;
	const found = (kind: MenuFinding["level"]) => findings.filter(({ level }) => level === kind).length;
	return {
		counts: {
			...{ added: changed("added"), removed: changed("removed"), changed: changed("changed") },
			...{ errors: found("error"), warnings: found("warning"), losses: found("loss") },
		},
		changes: changes.slice(0, LISTED),
		findings: LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level)).slice(0, LISTED),
	};
}
