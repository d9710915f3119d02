import type { AuditListRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { CodeSample } from "../../parts/code-sample.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Modal } from "../../parts/modal.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { actionText } from "./action-text.ts";

/** One entry beside the list, with everything that was written down. */
export function AuditDrawer({ row, onClose }: { row: AuditListRow; onClose: () => void }): ReactNode {
	const { t } = useText();
	const { actor, actor_name, org_id, org_name } = row;
	const who = actor_name === undefined ? actor : t("audit.person", { id: actor, name: actor_name });
	return (
		<Modal title={actionText(row, t)} is_open place="side" onClose={onClose}>
			<div className="flex flex-col gap-5">
				<Facts
					rows={[
						[t("audit.column.what"), <code key="what">{row.action}</code>],
						[t("audit.column.who"), <IdText key="who" id={who} what={t("audit.column.who")} />],
						[
							t("audit.org"),
							org_name === undefined ? (
								t("audit.installation")
							) : (
								<span key="org" className="flex flex-wrap gap-x-4">
									<AppLink href={href(["orgs", org_id])} className="link">
										{org_name}
									</AppLink>
									<AppLink href={href(["audit"], { org_id })} className="link">
										{t("part.only_org", { org: org_name })}
									</AppLink>
								</span>
							),
						],
						[t("audit.column.subject"), <IdText key="subject" id={row.subject} what={t("audit.column.subject")} />],
						[t("audit.column.at"), <When key="at" at={row.at} as="full" />],
					]}
				/>
				{Object.keys(row.detail).length > 0 && (
					<CodeSample text={JSON.stringify(row.detail, null, 2)} what={t("audit.detail")} />
				)}
			</div>
		</Modal>
	);
}
