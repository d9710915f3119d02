import type { Clock } from "../../base/clock.ts";
import type { Tx } from "../../delivery/index.ts";
import { type ChannelRow, listChannels } from "../../storage/tables/binding-channel.ts";
import { type ActivityChange, type Channels, type LocationTarget, linkPauseEnd } from "../catalog/index.ts";
import { queuePauseChange } from "./queue-pause.ts";
import { queueStoreEvent, updateEvent } from "./queue-store-event.ts";
import { queuePublish } from "./request-publish.ts";

/** Where the kinds of object stand in `location.update`; other kinds cannot be said in it (contract.md C.3). */
const UPDATE_LISTS = new Map([
	["item_family", "items"],
	["item", "variations"],
	["modifier", "modifiers"],
] as const);

/** The way from a location's catalog to every DSP store that is linked to it. A store that was never told of its menu hears nothing yet. */
export function createChannels({ clock }: { clock: Clock }): Channels {
	return {
		async requestPublishEverywhere(tx, target) {
			for (const channel of await channelsOf(tx, target)) await queuePublish(tx, channel, clock.now());
		},
		async reportActivity(tx, target, changes) {
			const updates = updatesOf(changes);
			for (const channel of await connectedChannels(tx, target)) {
				if (updates === undefined) await queuePublish(tx, channel, clock.now());
				else await queueStoreEvent(tx, channel, updateEvent(channel, updates), clock.now());
			}
		},
		async reportLocationPause(tx, target, change) {
			for (const channel of await connectedChannels(tx, target)) {
				await queuePauseChange(tx, channel, change, linkPauseEnd(channel), clock.now());
			}
		},
	};
}

function channelsOf(tx: Tx, { org_id, location_id }: LocationTarget): Promise<ChannelRow[]> {
	return listChannels(tx, org_id, location_id);
}

/** Channels whose first menu is at least queued: to the others it will bring the state of its moment. */
async function connectedChannels(tx: Tx, target: LocationTarget): Promise<ChannelRow[]> {
	return (await channelsOf(tx, target)).filter((channel) => channel.catalog_version > 0);
}

/** The lists of a `location.update`; undefined when a change has no place in it, as with modifier groups. */
function updatesOf(changes: readonly ActivityChange[]) {
	const lists = { items: [], variations: [], modifiers: [] } as Record<
		"items" | "variations" | "modifiers",
		{ stream_id: string; is_active: boolean }[]
	>;
	for (const { kind, stream_id, is_active } of changes) {
		const list = UPDATE_LISTS.get(kind as "item");
		if (list === undefined) return undefined;
		lists[list].push({ stream_id, is_active });
	}
	return lists;
}
