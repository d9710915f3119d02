import type { OrderLane } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { LANE_LOOKS } from "../look/lanes.ts";
import { useText } from "../text/text.tsx";
import { TONE_TEXT } from "./status-word.tsx";

/** Where an order stands, as word, shape and tone. */
export function LaneWord({ lane }: { lane: OrderLane }): ReactNode {
	const { t } = useText();
	const look = LANE_LOOKS[lane];
	return (
		<span className={`inline-flex items-center gap-1 whitespace-nowrap ${TONE_TEXT[look.tone]}`}>
			<Icon name={look.icon} className="size-3.5" />
			{t(`lane.${lane}`)}
		</span>
	);
}
