import type { Tx } from "../../delivery/index.ts";
import type { ChannelRow } from "../../storage/tables/binding-channel.ts";
import { takeLeftPause } from "../../storage/tables/binding-pause.ts";
import {
	linkPauseEnd,
	NO_PAUSE,
	type PauseChange,
	type PauseEnd,
	pauseMessage,
	storePauseEnd,
} from "../catalog/index.ts";
import { pauseEvent, queueStoreEvent, resumeEvent } from "./queue-store-event.ts";

/** One of a store's two pauses ends at another moment, the `other` one as before: queue what the DSP has to hear of it. */
export async function queuePauseChange(
	tx: Tx,
	channel: ChannelRow,
	{ before, after }: PauseChange,
	other: PauseEnd,
	now: number,
): Promise<void> {
	await queueChange(tx, channel, { before: Math.max(before, other), after: Math.max(after, other) }, now);
}

/**
 * A store is connected: queue that it is paused, if it is. If it is not and the link that it had before was, the DSP may have
 * it closed still, and is told otherwise.
 */
export async function queueFirstPause(tx: Tx, channel: ChannelRow, now: number): Promise<void> {
	const left = (await takeLeftPause(tx, channel)).map(linkPauseEnd);
	const after = storePauseEnd(channel);
	const before = after > now ? NO_PAUSE : Math.max(NO_PAUSE, ...left);
	await queueChange(tx, channel, { before, after }, now);
}

async function queueChange(tx: Tx, channel: ChannelRow, change: PauseChange, now: number): Promise<void> {
	const message = pauseMessage(change, now);
	if (message === undefined) return;
	const event = message === "resume" ? resumeEvent(channel) : pauseEvent(channel, message.until_ms);
	await queueStoreEvent(tx, channel, event, now);
}
