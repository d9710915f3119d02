import type { DeliveryListRow } from "@ticketrail/contract";

/** How often a message that is on its way is looked at again. */
export const PENDING_LOOK_MS = 2_000;
/** One that has been waiting for longer has patience itself; whoever looks at it may refresh. */
const FRESH_MS = 60_000;

/** Whether a message may arrive at any moment, for example because somebody has just sent it again. */
export function isOnItsWay({ state, updated_at }: Pick<DeliveryListRow, "state" | "updated_at">): boolean {
	return state === "pending" && Date.now() - updated_at < FRESH_MS;
}
