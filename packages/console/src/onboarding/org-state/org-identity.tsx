import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { IdText } from "../../parts/id-text.tsx";
import { useText } from "../../text/text.tsx";

/** Both ids of an organisation, its partner and its owner. */
export function OrgIdentity({ org }: { org: OrgState }): ReactNode {
	const { t } = useText();
	const owner = org.owner?.full_name ?? org.owner?.email;
	return (
		<div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
			<IdText id={org._id} what={t("org.id")} label={t("org.id")} />
			{org.provider_id !== undefined && (
				<IdText id={org.provider_id} what={t("org.partner_id")} label={t("org.partner_id")} />
			)}
			<span>
				<span className="text-quiet">{t("org.partner")} </span>
				{org.partner.name}
			</span>
			{owner !== undefined && (
				<span>
					<span className="text-quiet">{t("org.owner")} </span>
					{owner}
				</span>
			)}
		</div>
	);
}
