import type { Outcome } from "../../base/outcome.ts";
import { isDone } from "../../clients/reply.ts";
import type { Tx } from "../../delivery/index.ts";
import { findChannel, setConnectedAt, setMenuHash } from "../../storage/tables/binding-channel.ts";
import type { DeliveryToSend } from "../../storage/tables/delivery.ts";
import { findMenuHash } from "../../storage/tables/menu-publication.ts";
import type { StoreEventType } from "./menus.ts";
import { queuePublish } from "./request-publish.ts";

const FOLLOWED: ReadonlySet<string> = new Set<StoreEventType>([
	"connection.create",
	"location.publish",
	"location.update",
]);

/** Whether the end of a message about a store has consequences. */
export function followsStoreEvent(delivery: Pick<DeliveryToSend, "type">): boolean {
	return FOLLOWED.has(delivery.type);
}

/**
 * What follows from the end of a message about a store, in the transaction that records it. After a stock change nobody knows
 * any more which file the DSP's menu equals, so the next publish goes out in any case; a DSP that did not know an object
 * gets it at once (contract.md C.3, 404).
 */
export async function settleStoreEvent(tx: Tx, delivery: DeliveryToSend, sent: Outcome, now: number): Promise<void> {
	const { org_id, binding_id, delivery_id, type } = delivery;
	if (binding_id === null) return;
	if (type === "location.update") {
		await setMenuHash(tx, { org_id, binding_id, menu_hash: null });
		const channel = await findChannel(tx, org_id, binding_id);
		const isUnknownThere = sent.stage === "answered" && sent.status === 404;
		if (isUnknownThere && channel !== undefined) await queuePublish(tx, channel, now);
	} else if (!isDone(sent)) {
		return;
	} else if (type === "connection.create") {
		await setConnectedAt(tx, { org_id, binding_id, connected_at: now });
	} else {
		const menu_hash = await findMenuHash(tx, org_id, delivery_id);
		if (menu_hash !== undefined) await setMenuHash(tx, { org_id, binding_id, menu_hash });
	}
}
