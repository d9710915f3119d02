import { hash } from "node:crypto";
import type { MenuFinding, MenuPlan } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { type ChannelRow, listChannels } from "../../storage/tables/binding-channel.ts";
import { findLivePublication } from "../../storage/tables/menu-publication.ts";
import { loadCatalog } from "../catalog/index.ts";
import { buildMenu } from "./build-menu.ts";
import { diffMenus } from "./diff-menus.ts";
import { findLosses } from "./find-losses.ts";
import { type FlatMenu, flattenMenu } from "./flatten-menu.ts";
import { lintMenu } from "./lint-menu.ts";
import type { MenusParts } from "./menus.ts";
import { type MenuFile, writeMenu } from "./write-menu.ts";

/** Entries of a list in a plan; the counts say how many there are. */
const LISTED = 500;
const LEVELS: readonly MenuFinding["level"][] = ["error", "warning", "loss"];

/** A location and the DSP store that shows its menu; `source` where two DSPs have a store of that id. */
export interface PlanTarget {
	org_id: string;
	location_id: string;
	dsp_provider_id: string;
	source?: string | undefined;
}

/**
 * What publishing the menu to one store would change there, what a channel may stumble over, and what the menu file does not
 * say of the catalog (contract.md C.6). Nothing is sent or stored. Errors: `location_not_found`, `dsp_store_not_found`,
 * `invalid_field`, `source_not_found`, `catalog_not_synced`.
 */
export async function planMenu(parts: MenusParts, target: PlanTarget): Promise<MenuPlan> {
	return (await makePlan(parts, target)).plan;
}

/** The same with what a publication of it needs. */
export async function makePlan(
	parts: MenusParts,
	target: PlanTarget,
): Promise<{ plan: MenuPlan; channel: ChannelRow; bytes: Buffer }> {
	const { db } = parts;
	const channel = await channelOf(parts, target);
	const provider = await parts.getProvider(channel.slug);
	if (provider === undefined) throw new HubError("source_not_found");
	if (channel.catalog_version === 0) throw new HubError("catalog_not_synced");
	const { menu_version } = provider.settings;
	const catalog = await loadCatalog(db, channel.org_id, channel.location_id);
	const file = buildMenu(catalog, channel, menu_version);
	const { bytes, hash: menu_hash } = await writeMenu(file);
	const live = await findLivePublication(db, channel.org_id, channel.binding_id);
	const live_file = live === undefined ? undefined : (JSON.parse(live.body) as MenuFile);
	const next = flattenMenu(file);
	const before: FlatMenu = live_file === undefined ? new Map() : flattenMenu(live_file);
	const isOtherForm = live_file !== undefined && "categories" in live_file !== (menu_version === "v2");
	const changes = diffMenus(before, next, isOtherForm);
	const findings = [...lintMenu(next), ...findLosses(catalog, next, menu_version)];
	const plan: MenuPlan = {
		plan_hash: planHash(channel.binding_id, menu_hash, live?.publication_id),
		source: channel.slug,
		dsp_provider_id: channel.dsp_location_id,
		...{ menu_version, menu_hash, catalog_version: channel.catalog_version },
		is_changed: live?.menu_hash !== menu_hash,
		...(live === undefined
			? {}
			: {
					live: {
						menu_hash: live.menu_hash,
						published_at: live.created_at,
						is_exact: live.menu_hash === channel.menu_hash,
					},
				}),
		counts: {
			added: changes.filter(({ change }) => change === "added").length,
			removed: changes.filter(({ change }) => change === "removed").length,
			changed: changes.filter(({ change }) => change === "changed").length,
			errors: findings.filter(({ level }) => level === "error").length,
			warnings: findings.filter(({ level }) => level === "warning").length,
			losses: findings.filter(({ level }) => level === "loss").length,
		},
		changes: changes.slice(0, LISTED),
		findings: LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level)).slice(0, LISTED),
	};
	return { plan, channel, bytes };
}

async function channelOf({ db }: MenusParts, target: PlanTarget): Promise<ChannelRow> {
	const { org_id, location_id, dsp_provider_id, source } = target;
	if (!isId(org_id) || !isId(location_id)) throw new HubError("location_not_found");
	const named = (await listChannels(db, org_id, location_id)).filter(
		(channel) => channel.dsp_location_id === dsp_provider_id && (source === undefined || channel.slug === source),
	);
	const [channel, other] = named;
	if (channel === undefined) {
		throw new HubError("dsp_store_not_found", { detail: "No store of that id is linked to this location." });
	}
	if (other !== undefined) {
		const detail = `${channel.slug} and ${other.slug} both have a store of that id here; say which in source.`;
		throw new HubError("invalid_field", { param: "source", detail });
	}
	return channel;
}

/** Of everything that a person decided upon: the store, the file that it would get, the file that it has. */
function planHash(binding_id: string, menu_hash: string, live_id: string | undefined): string {
	return hash("sha256", [binding_id, menu_hash, live_id ?? ""].join("/"), "base64url");
}
