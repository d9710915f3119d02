import { isHubError } from "../src/base/error.ts";
import type { CallAnyHub } from "./call-any-hub.ts";
import type { Observed } from "./history.ts";
import type { VirtualTime } from "./virtual-time.ts";

const TRIES = 6;

/** Somebody at the console who cancels an order, and presses the button again where nothing seems to happen. */
export function createStaff(parts: { time: VirtualTime; observed: Observed; callAnyHub: CallAnyHub }): {
	cancel(dsp_order_id: string): void;
} {
	const { time, observed, callAnyHub } = parts;
	return {
		cancel(dsp_order_id) {
			const order = observed.orders.get(dsp_order_id);
			const known = order?.acknowledged;
			// what no hub has taken yet is on nobody's screen
			if (order === undefined || known === undefined) return;
			const { org_id, order_id } = known;
			callAnyHub(
				async (hub) => {
					try {
						await hub.orders.cancelByStaff({ org_id, order_id, actor: "user:staff" });
						return true;
					} catch (error) {
						if (isHubError(error, "order_not_cancelable")) return false;
						throw error;
					}
				},
				TRIES,
				(is_canceled) => {
					if (is_canceled) order.staff_canceled_at ??= time.now();
				},
			);
		},
	};
}
