import { createContext, type ReactNode, use, useId } from "react";
import { useText } from "../text/text.tsx";
import { formatAgo, formatClock, formatFull, zoneName } from "../text/times.ts";
import { useNow } from "./use-now.ts";

interface WhenProps {
	/** Epoch milliseconds. */
	at: number;
	/** Zone of the location; without it the viewer's own. */
	zone?: string | undefined;
	/** `ago` tells the distance, `clock` the time there, `full` date and time. */
	as?: "ago" | "clock" | "full";
	with_zone?: boolean;
	seconds?: boolean;
}

/** A moment that lies so little ahead is now: two machines' clocks are never quite the same. */
const SKEW_MS = 3_000;

/** Around a list's rows: hundreds of times are no stops of the keyboard there; what a row opens shows its own. */
export const InRow = createContext(false);

/** A moment. Whatever it shows, the location's time, UTC and the viewer's own come up with the mouse, the focus or a tap. */
export function When({ at, zone, as = "clock", with_zone, seconds = false }: WhenProps): ReactNode {
	const { language, t } = useText();
	const is_in_row = use(InRow);
	const id = useId();
	const now = useNow(as === "ago" ? 15_000 : 60_000);
	const there = zone === undefined ? [] : [`${formatFull(at, zone, language)} (${zoneName(zone)})`];
	const title = [
		...there,
		t("part.utc", { time: formatFull(at, "UTC", language) }),
		t("part.your_time", { time: formatFull(at, undefined, language) }),
	].join("\n");
	const shown =
		as === "ago"
			? formatAgo(at > now && at < now + SKEW_MS ? now : at, now, language)
			: as === "full"
				? formatFull(at, zone, language)
				: formatClock(at, { zone, now, language, seconds });
	const time = (
		<>
			{shown}
			{with_zone && zone !== undefined && <span className="text-quiet"> ({zoneName(zone)})</span>}
		</>
	);
	const dateTime = new Date(at).toISOString();
	if (is_in_row) {
		return (
			<time dateTime={dateTime} title={title}>
				{time}
			</time>
		);
	}
	return (
		<span className="why">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: the other zones must be within reach of the keyboard and of a finger */}
			<time dateTime={dateTime} tabIndex={0} aria-describedby={id} className="rounded-sm">
				{time}
			</time>
			<span id={id} role="tooltip" className="tip">
				{title}
			</span>
		</span>
	);
}
