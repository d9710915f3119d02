import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { useText } from "../text/text.tsx";
import { formatClock } from "../text/times.ts";
import type { Live } from "./use-order-news.ts";

/** Whether what is seen is live: in a word and a shape, with the switch. */
export function LiveWord({ live }: { live: Live }): ReactNode {
	const { t, language } = useText();
	const { state } = live;
	const clock = (since: number) => formatClock(since, { now: Date.now(), language, seconds: true });
	const text = "since" in state ? t(`live.${state.kind}`, { time: clock(state.since) }) : t(`live.${state.kind}`);
	const is_live = state.kind === "live";
	const is_paused = state.kind === "paused";
	return (
		<span className="inline-flex items-center gap-1 text-sm">
			<span
				data-live={state.kind}
				className={`inline-flex items-center gap-1 ${is_live ? "text-good" : is_paused ? "text-quiet" : "text-warn"}`}
			>
				<Icon name={is_live ? "dot" : is_paused ? "pause" : "quarter"} className="size-3.5" />
				{text}
			</span>
			<Button
				look="quiet"
				is_icon_only
				icon={is_paused ? "play" : "pause"}
				onClick={is_paused ? live.resume : live.pause}
			>
				{is_paused ? t("live.resume") : t("live.pause")}
			</Button>
		</span>
	);
}
