import type { MenuRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";

/** Which menu a channel has: the newest, an older one, or none. Its name stands before it, unless the place says it already. */
export function ChannelVersion({
	channel,
	is_named = true,
}: {
	channel: MenuRow["channels"][number];
	is_named?: boolean;
}): ReactNode {
	const { t } = useText();
	const { live_version, published_at, has_drifted } = channel;
	const tone = live_version === undefined ? "text-quiet" : has_drifted ? "text-warn" : "text-good";
	return (
		<span className="flex flex-wrap items-center gap-x-2">
			{is_named && channel.name}
			<span className={`inline-flex items-center gap-1 ${tone}`}>
				<Icon name={live_version === undefined ? "dash" : has_drifted ? "bang" : "check"} className="size-3.5" />
				{live_version === undefined
					? t("menus.never_published")
					: has_drifted
						? t("menus.older", { version: live_version })
						: t("menus.newest", { version: live_version })}
			</span>
			{published_at !== undefined && (
				<span className="text-sm text-quiet">
					<When at={published_at} as="ago" />
				</span>
			)}
		</span>
	);
}
