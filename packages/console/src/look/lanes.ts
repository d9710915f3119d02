import type { OrderLane } from "@ticketrail/contract";
import type { IconName } from "./icon-paths.ts";
import type { Tone } from "./status-table.ts";

/** Lanes of the board in the order in which they stand. */
export const ORDER_LANES = [
	"scheduled",
	"waiting",
	"stuck",
	"accepted",
	"ready",
	"done",
	"refused",
	"canceled",
] as const satisfies readonly OrderLane[];

/** Shape and tone of each lane. */
export const LANE_LOOKS: Record<OrderLane, { icon: IconName; tone: Tone }> = {
	scheduled: { icon: "clock", tone: "info" },
	waiting: { icon: "quarter", tone: "info" },
	stuck: { icon: "bang", tone: "bad" },
	accepted: { icon: "check", tone: "good" },
	ready: { icon: "dot", tone: "good" },
	done: { icon: "check", tone: "mute" },
	refused: { icon: "cross", tone: "bad" },
	canceled: { icon: "slash", tone: "mute" },
};
