import type { ReactNode } from "react";
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

/** A moment. Whatever it shows, its title tells the location's time, UTC and the viewer's own. */
export function When({ at, zone, as = "clock", with_zone, seconds = false }: WhenProps): ReactNode {
	const { language, t } = useText();
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
	return (
		<time dateTime={new Date(at).toISOString()} title={title}>
			{shown}
			{with_zone && zone !== undefined && <span className="text-quiet"> ({zoneName(zone)})</span>}
		</time>
	);
}
