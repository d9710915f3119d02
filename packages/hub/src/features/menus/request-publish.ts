import type { Tx } from "../../delivery/index.ts";
import { type ChannelRow, findChannel } from "../../storage/tables/binding-channel.ts";
import { queueFirstPause } from "./queue-pause.ts";
import { connectionEvent, publishEvent, queueStoreEvent } from "./queue-store-event.ts";

/**
 * Queue the menu of a location for one store, in the caller's transaction. The first time, the DSP is told before it that the
 * store is connected (contract.md C.2.4), and after it whether it is paused. The file is built when its turn comes, from the
 * catalog as it then is, and a store that has it already is left alone: any number of requests cost one file. Nothing is
 * queued before the location has a catalog; its first sync asks again.
 */
export async function requestPublish(
	tx: Tx,
	target: { org_id: string; binding_id: string },
	now: number,
): Promise<void> {
	const channel = await findChannel(tx, target.org_id, target.binding_id);
	if (channel !== undefined) await queuePublish(tx, channel, now);
}

/** The same for a channel that was read in this transaction; `event` may name a file that is there already. Returns the id of the message. */
export async function queuePublish(
	tx: Tx,
	channel: ChannelRow,
	now: number,
	event: ReturnType<typeof publishEvent> = publishEvent(),
): Promise<string | undefined> {
	if (channel.catalog_version === 0) return undefined;
	const isFirst = channel.connected_at === null;
	if (isFirst) await queueStoreEvent(tx, channel, connectionEvent(channel, "connection.create"), now);
	const delivery_id = await queueStoreEvent(tx, channel, event, now);
	if (isFirst) await queueFirstPause(tx, channel, now);
	return delivery_id;
}
