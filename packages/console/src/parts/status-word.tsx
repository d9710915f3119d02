import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import { type StatusKind, statusLook, type Tone } from "../look/status-table.ts";
import { useText } from "../text/text.tsx";

/** Text colour of each tone. */
export const TONE_TEXT: Record<Tone, string> = {
	good: "text-good",
	warn: "text-warn",
	bad: "text-bad",
	info: "text-info",
	mute: "text-quiet",
};
const TONE_CHIP: Record<Tone, string> = {
	good: "bg-good-soft text-good",
	warn: "bg-warn-soft text-warn",
	bad: "bg-bad-soft text-bad",
	info: "bg-info-soft text-info",
	mute: "bg-sunken text-quiet",
};

/** A state as word, shape and tone (product.md 4.1). `chip` puts it on a ground of its own. */
export function StatusWord(props: {
	kind: StatusKind;
	value: string;
	chip?: boolean;
	title?: string | undefined;
}): ReactNode {
	const { t } = useText();
	const { kind, value, chip, title } = props;
	const look = statusLook(kind, value) ?? { icon: "dot" as const, tone: "mute" as const, text: undefined };
	const word = look.text === undefined ? value : t(look.text);
	return (
		<span
			title={title}
			className={
				chip
					? `chip ${TONE_CHIP[look.tone]}`
					: `inline-flex items-center gap-1 whitespace-nowrap ${TONE_TEXT[look.tone]}`
			}
		>
			<Icon name={look.icon} className="size-3.5" />
			{word}
		</span>
	);
}
