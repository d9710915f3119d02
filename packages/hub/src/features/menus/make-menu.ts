import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { MenuChange, MenuFinding, MenuPlan } from "@ticketrail/contract";
import { readLiveCatalog } from "../../storage/tables/catalog-state.ts";
import { liveCatalogOf } from "../catalog/index.ts";
import { keepAssigned } from "./assigned-menus.ts";
import { buildMenu, type MenuVersion } from "./build-menu.ts";
import { diffMenus } from "./diff-menus.ts";
import { findLosses } from "./find-losses.ts";
import { flattenMenu } from "./flatten-menu.ts";
import { lintMenu } from "./lint-menu.ts";
import { type MenuFile, type WrittenMenu, writeMenu } from "./write-menu.ts";

const unzip = promisify(gunzip);

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
	/** the POS's ids of the menus to show, as JSON; null = all (contract.md A.4.7) */
	menu_ids: string | null;
	menu_version: MenuVersion;
	/** pictures that break a rule, with the end of a sentence about each (contract.md B.4.8) */
	image_problems?: readonly { url: string; problem: string }[];
	/** compare with this file (JSON, with gzip), `null` = with nothing; missing = no comparison is asked for */
	live_file?: Uint8Array | null;
}

/** What a menu would change, and when its parts are there. */
export interface Comparison extends Pick<MenuPlan, "counts" | "changes" | "findings"> {
	menus: Pick<MenuFile["menus"][number], "stream_id" | "name" | "schedule">[];
}

/** A menu, and where it was asked for what it would change. */
export interface MadeMenu extends WrittenMenu {
	/** none of the menus that the store was given is in the catalog any more */
	is_stranded: boolean;
	comparison?: Comparison;
}

/**
 * Make the menu file of a catalog's live objects, as `loadLiveCatalog` gives them (contract.md C.6), and compare it where that is
 * asked for.
 */
export async function makeMenu(catalog_texts: Iterable<string>, order: MenuOrder): Promise<MadeMenu> {
	const { menu_version, live_file } = order;
	const catalog = liveCatalogOf(readLiveCatalog(catalog_texts));
	const gone = keepAssigned(catalog, order.menu_ids);
	const file = buildMenu(catalog, order, menu_version);
	const written = await writeMenu(file);
	const is_stranded = order.menu_ids !== null && catalog.objects.menu.size === 0;
	if (live_file === undefined) return { ...written, is_stranded };
	const live = live_file === null ? undefined : (JSON.parse((await unzip(live_file)).toString()) as MenuFile);
	const next = flattenMenu(file);
	const isOtherForm = live !== undefined && "categories" in live !== (menu_version === "v2");
	const changes = diffMenus(live === undefined ? new Map() : flattenMenu(live), next, isOtherForm);
	const menus = file.menus.map(({ stream_id, name, schedule }) => ({ stream_id, name, schedule }));
	const isAssigned = order.menu_ids !== null;
	const findings = [
		...gone,
		...lintMenu(next, order.image_problems),
		...findLosses(catalog, next, menu_version, isAssigned),
	];
	return { ...written, is_stranded, comparison: { ...summaryOf(changes, findings), menus } };
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
