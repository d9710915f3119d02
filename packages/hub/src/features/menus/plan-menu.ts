import { hash } from "node:crypto";
import type { Holiday, MenuPlan } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { type ChannelRow, listChannels } from "../../storage/tables/binding-channel.ts";
import { listImageProblems } from "../../storage/tables/image-check.ts";
import { findLivePublication } from "../../storage/tables/menu-publication.ts";
import type { Comparison } from "./make-menu.ts";
import { makeMenuApart } from "./make-menu-apart.ts";
import type { MenusParts } from "./menus.ts";
import { openSpans } from "./open-hours.ts";
import { orderOf } from "./publish-menu.ts";

/** How far a plan looks for the next change of a menu's hours. */
const LOOK_AHEAD_MS = 8 * 86_400_000;
/** Pictures with something wrong that a plan looks for. */
const IMAGES_MOST = 10_000;

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
): Promise<{ plan: MenuPlan; channel: ChannelRow; file: Buffer }> {
	const { db } = parts;
	const channel = await channelOf(parts, target);
	const provider = await parts.getProvider(channel.slug);
	if (provider === undefined) throw new HubError("source_not_found");
	if (channel.catalog_version === 0) throw new HubError("catalog_not_synced");
	const { menu_version } = provider.settings;
	const { org_id, binding_id, slug: source, catalog_version } = channel;
	const live = await findLivePublication(db, org_id, binding_id);
	const image_problems = await listImageProblems(db, org_id, IMAGES_MOST);
	const order = { ...orderOf(channel, menu_version), image_problems, live_file: live?.file ?? null };
	const made = await makeMenuApart(parts, channel, order);
	const { file, hash: menu_hash, comparison } = made;
	if (comparison === undefined) throw new Error("a plan without the comparison that was asked for");
	const { menus, ...changes } = comparison;
	const hours = hoursOf(channel, menus, parts.clock.now());
	const plan: MenuPlan = {
		plan_hash: planHash(binding_id, menu_hash, live?.publication_id),
		dsp_provider_id: channel.dsp_location_id,
		...{ source, menu_version, menu_hash, catalog_version },
		...(channel.menu_ids === null ? {} : { menu_ids: JSON.parse(channel.menu_ids) as string[] }),
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
		...(hours === undefined ? {} : { hours }),
		...changes,
	};
	return { plan, channel, file };
}

/** Which menus are there now by the clock of the location, and until when (contract.md E.13). */
function hoursOf(channel: ChannelRow, menus: Comparison["menus"], now: number): MenuPlan["hours"] {
	const { timezone } = channel;
	if (timezone === null) return undefined;
	const holidays = channel.holidays === null ? [] : (JSON.parse(channel.holidays) as Holiday[]);
	const until = now + LOOK_AHEAD_MS;
	const hours: MenuPlan["hours"] = [];
	for (const { stream_id, name, schedule } of menus) {
		const next = openSpans({ schedule, holidays }, timezone, now, until);
		if (next === undefined) return undefined;
		const [first] = next;
		const is_open = first?.from === now;
		const changes_at = is_open ? first?.to : first?.from;
		hours.push({
			stream_id,
			name,
			is_open,
			...(changes_at === undefined || changes_at === until ? {} : { changes_at }),
		});
	}
	return hours;
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
