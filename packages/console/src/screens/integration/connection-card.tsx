import type { IntegrationDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";

/** Where a connection stands, and what it consists of. */
export function ConnectionCard({ detail }: { detail: IntegrationDetail }): ReactNode {
	const { t } = useText();
	const { integration } = detail;
	return (
		<section aria-labelledby="connection" className="card min-w-0 p-5">
			<h2 id="connection" className="mb-3 text-lg font-semibold">
				{t("integration.connection")}
			</h2>
			<Facts
				rows={[
					[
						t("integration.status"),
						<span key="status" className="inline-flex flex-wrap gap-x-4">
							<StatusWord kind="integration" value={integration.status} />
							<StatusWord kind="health" value={integration.health} />
						</span>,
					],
					[t("integration.reason"), integration.health_reason],
					[t("integration.since"), <When key="since" at={integration.since} as="full" />],
					[
						t("integration.token"),
						integration.token_expires_at === undefined ? undefined : (
							<When key="token" at={integration.token_expires_at} as="full" />
						),
					],
					[t("integration.auth"), t(`integration.auth.${detail.auth}`)],
					[
						t("integration.base_url"),
						<code key="url" className="break-all">
							{detail.base_url}
						</code>,
					],
					[
						t("integration.return_url"),
						detail.return_url === undefined ? undefined : (
							<code key="return" className="break-all">
								{detail.return_url}
							</code>
						),
					],
					[t("integration.account"), detail.account_id],
					[t("integration.id"), <IdText key="id" id={integration._id} what={t("integration.id")} />],
				]}
			/>
		</section>
	);
}
