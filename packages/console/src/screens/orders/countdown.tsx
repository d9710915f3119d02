import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "../../look/icon.tsx";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { useNow } from "../../parts/use-now.ts";
import { useText } from "../../text/text.tsx";
import { formatLeft } from "../../text/times.ts";

/** Less than this is little. */
const LITTLE_MS = 30_000;

/** How long the DSP still waits for an answer. An order that runs out of time is said aloud at once. */
export function Countdown({ respond_by, number }: { respond_by: number; number: string }): ReactNode {
	const { t } = useText();
	const { alert } = useAnnouncer();
	const left = respond_by - useNow(1_000);
	const is_over = left <= 0;
	const was_over = useRef(is_over);
	useEffect(() => {
		if (is_over && !was_over.current) alert(t("orders.late_alert", { number }));
		was_over.current = is_over;
	}, [is_over, alert, t, number]);
	const tone = is_over ? "text-bad font-semibold" : left < LITTLE_MS ? "text-warn font-semibold" : "";
	return (
		<span className={`num inline-flex items-center gap-1 ${tone}`}>
			<Icon name={is_over ? "bang" : "clock"} className="size-3.5" />
			{formatLeft(left)}
			{is_over && <span className="sr-only"> {t("orders.late")}</span>}
		</span>
	);
}
