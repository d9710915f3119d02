import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useText } from "../../text/text.tsx";
import type { Tail } from "./use-logs.ts";

/** Follow new rows as they come. */
export function TailSwitch({
	is_on,
	tail,
	onChange,
}: {
	is_on: boolean;
	tail: Tail;
	onChange: (is_on: boolean) => void;
}): ReactNode {
	const { t, count } = useText();
	return (
		<>
			{is_on && (
				<span className={`inline-flex items-center gap-1 text-sm ${tail.has_failed ? "text-warn" : "text-good"}`}>
					<Icon name={tail.has_failed ? "quarter" : "dot"} className="size-3.5" />
					{tail.has_failed ? t("logs.tail_failed") : count("logs.tail_rows", tail.rows)}
				</span>
			)}
			<Button icon={is_on ? "pause" : "play"} aria-pressed={is_on} onClick={() => onChange(!is_on)}>
				{t("logs.tail")}
			</Button>
		</>
	);
}
