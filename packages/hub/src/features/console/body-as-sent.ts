import { asSentToPos } from "../orders/index.ts";

/**
 * The bytes of a message as they leave: what follows an order to its POS gets the POS's own id of it only when its turn comes.
 * Without that id it never left, and is shown as it waits.
 */
export function bodyAsSent(message: { type: string; body: string }, pos_order_id: string | null): string {
	const follows = message.type === "order.canceled" || message.type === "order.updated";
	return follows && pos_order_id !== null ? asSentToPos(message, pos_order_id) : message.body;
}
