import type { OrderCancelPlan } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import type { IconName } from "../../look/icon-paths.ts";
import { useText } from "../../text/text.tsx";

/** Who hears what of it when an order is cancelled, as it stands at this moment. */
export function CancelNews({ plan }: { plan: OrderCancelPlan }): ReactNode {
	const { t } = useText();
	const { channel_name: channel, pos_name: pos, tells_channel, tells_pos } = plan;
	if (tells_channel === undefined || tells_pos === undefined) return <p>{plan.why_not}</p>;
	const line = (icon: IconName, text: string) => (
		<li className="flex gap-2">
			<Icon name={icon} className="mt-1 size-4 shrink-0 text-quiet" />
			<span>{text}</span>
		</li>
	);
	return (
		<div>
			<ul className="flex flex-col gap-1.5">
				{line("send", t(`cancel.channel_${tells_channel}`, { channel }))}
				{pos === undefined
					? line("arrow-right", t("cancel.no_pos"))
					: line(tells_pos === "cannot" ? "bang" : "arrow-right", t(`cancel.pos_${tells_pos}`, { pos }))}
			</ul>
			<p className="mt-2 text-quiet">{t("cancel.final")}</p>
		</div>
	);
}
