import type { OrderLane } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { LANE_LOOKS } from "../../look/lanes.ts";
import { useText } from "../../text/text.tsx";

/** Which lanes are shown: none chosen is all of them. */
export function LaneFilter({
	lanes,
	value,
	onChange,
}: {
	lanes: readonly OrderLane[];
	value: string;
	onChange: (value: string) => void;
}): ReactNode {
	const { t } = useText();
	const chosen = new Set(value === "" ? [] : value.split(","));
	const toggle = (lane: OrderLane) => {
		const after = lanes.filter((one) => (one === lane ? !chosen.has(one) : chosen.has(one)));
		onChange(after.join(","));
	};
	return (
		<fieldset className="flex flex-wrap gap-1.5">
			<legend className="sr-only">{t("orders.lanes")}</legend>
			{lanes.map((lane) => (
				<label
					key={lane}
					className="inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-full border border-line bg-card px-3 text-sm text-quiet hover:text-ink has-checked:border-accent-line has-checked:bg-accent-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-line pointer-coarse:min-h-11"
				>
					<input type="checkbox" className="sr-only" checked={chosen.has(lane)} onChange={() => toggle(lane)} />
					<Icon name={LANE_LOOKS[lane].icon} className="size-3.5" />
					{t(`lane.${lane}`)}
				</label>
			))}
		</fieldset>
	);
}
