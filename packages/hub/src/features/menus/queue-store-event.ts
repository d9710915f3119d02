import type { LocationPause, LocationPublish, LocationResume, LocationUpdate } from "@ticketrail/contract";
import { enqueueDelivery, type Tx } from "../../delivery/index.ts";
import type { ChannelRow } from "../../storage/tables/binding-channel.ts";
import type { StoreEventType } from "./menus.ts";

/** Bytes of a message that says nothing yet: the menu is built when its turn comes. */
const BUILT_WHEN_SENT = "";

/** Queue a message about one store; returns its id. Messages of a store are sent one after the other, in this order. */
export async function queueStoreEvent(
	tx: Tx,
	channel: ChannelRow,
	event: { type: StoreEventType; body: string },
	now: number,
): Promise<string> {
	const { org_id, binding_id, integration_id, slug } = channel;
	const message = { org_id, integration_id, slug, binding_id, ...event };
	return enqueueDelivery(tx, { queue: "dsp.store-event", key: binding_id, ...message }, now);
}

/** The store is to be shown as connected, or no longer (contract.md C.2.4). */
export function connectionEvent(channel: ChannelRow, type: "connection.create" | "connection.delete") {
	return { type, body: JSON.stringify({ location_id: channel.dsp_location_id }) };
}

/** A menu is to be built and fetched (contract.md C.3). */
export function publishEvent() {
	return { type: "location.publish" as const, body: BUILT_WHEN_SENT };
}

/** A menu that is there already is to be fetched (contract.md C.3). */
export function builtPublishEvent(channel: ChannelRow, download_url: string) {
	const event: LocationPublish = { type: "location.publish", location_id: channel.dsp_location_id, download_url };
	return { type: event.type, body: JSON.stringify(event) };
}

/** Stock changes (contract.md C.3). */
export function updateEvent(channel: ChannelRow, object_updates: LocationUpdate["object_updates"]) {
	const event: LocationUpdate = { type: "location.update", location_id: channel.dsp_location_id, object_updates };
	return { type: event.type, body: JSON.stringify(event) };
}

/** The store closes, with or without an end (contract.md C.3, E.7). */
export function pauseEvent(channel: ChannelRow, until_ms: number | undefined) {
	const event: LocationPause = {
		type: "location.pause",
		location_id: channel.dsp_location_id,
		...(until_ms === undefined ? {} : { until_ms }),
	};
	return { type: event.type, body: JSON.stringify(event) };
}

/** The store opens after a pause without an end (contract.md C.3, E.7). */
export function resumeEvent(channel: ChannelRow) {
	const event: LocationResume = { type: "location.resume", location_id: channel.dsp_location_id };
	return { type: event.type, body: JSON.stringify(event) };
}
