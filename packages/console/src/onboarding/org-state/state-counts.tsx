import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { useText } from "../../text/text.tsx";

/** The organisation in a few numbers, each with its word and shape. */
export function StateCounts({ org }: { org: OrgState }): ReactNode {
	const { t, count } = useText();
	const { links_live, links_pending, links_paused, open_problems, stores_unlinked } = org.counts;
	return (
		<ul className="flex flex-wrap items-center gap-x-5 gap-y-1 text-lg">
			<li className="flex items-center gap-1.5 text-good">
				<Icon name="dot" />
				{t("org.count_live", { count: links_live })}
			</li>
			{links_pending > 0 && (
				<li className="flex items-center gap-1.5 text-info">
					<Icon name="quarter" />
					{t("org.count_pending", { count: links_pending })}
				</li>
			)}
			{links_paused > 0 && (
				<li className="flex items-center gap-1.5 text-warn">
					<Icon name="pause" />
					{t("org.count_paused", { count: links_paused })}
				</li>
			)}
			{open_problems > 0 && (
				<li className="flex items-center gap-1.5 text-bad">
					<Icon name="bang" />
					{count("org.count_problems", open_problems)}
				</li>
			)}
			{stores_unlinked > 0 && (
				<li className="flex items-center gap-1.5 text-quiet">
					<Icon name="dash" />
					{count("org.count_unlinked", stores_unlinked)}
				</li>
			)}
		</ul>
	);
}
