import { useQuery } from "@tanstack/react-query";
import type { LogDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { CodeSample } from "../../parts/code-sample.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Modal } from "../../parts/modal.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";
import { prettyJson } from "../pretty-json.ts";
import { ResendButton } from "../resend-button.tsx";
import { HttpStatus } from "./http-status.tsx";

/** One request beside the log: bodies, the same as curl, the text for support, and the way to send it again. */
export function LogDrawer({
	log_id,
	org_id,
	onClose,
}: {
	log_id: string;
	org_id: string;
	onClose: () => void;
}): ReactNode {
	const { t, language } = useText();
	const api = useApi();
	const query = useQuery({
		queryKey: ["log", log_id, org_id],
		queryFn: ({ signal }) => api.get<LogDetail>(`/console/logs/${encodeURIComponent(log_id)}`, { org_id }, signal),
	});
	const row = query.data?.row;
	return (
		<Modal
			title={row === undefined ? t("logs.request") : `${row.method} ${row.route}`}
			is_open
			place="side"
			onClose={onClose}
		>
			<Region query={query} label={t("logs.request")} skeleton={<SkeletonRows rows={6} />}>
				{(detail) => (
					<div className="flex flex-col gap-5">
						<div className="flex flex-wrap gap-2">
							<CopyButton text={detail.curl} what="curl">
								{t("logs.copy_curl")}
							</CopyButton>
							<CopyButton text={detail.support_text} what={t("part.support_text")}>
								{t("part.copy_support")}
							</CopyButton>
							{detail.row.delivery_id !== undefined && detail.row.org_id !== undefined && (
								<ResendButton
									org_id={detail.row.org_id}
									delivery_id={detail.row.delivery_id}
									why_not={detail.row.can_resend ? undefined : t("logs.resend_off")}
								/>
							)}
						</div>
						<Facts
							rows={[
								[t("logs.column.status"), <HttpStatus key="status" status={detail.row.status} />],
								[t("logs.code"), detail.row.code],
								[t("logs.column.ms"), formatSpan(detail.row.ms, language)],
								[t("logs.column.at"), <When key="at" at={detail.row.at} as="full" />],
								[t("logs.surface"), t(`surface.${detail.row.surface}`)],
								[
									t("logs.column.org"),
									detail.row.org_id === undefined ? undefined : (
										<AppLink key="org" href={href(["orgs", detail.row.org_id])} className="link">
											{detail.row.org_name ?? detail.row.org_id}
										</AppLink>
									),
								],
								[
									t("order.title"),
									detail.row.order_id === undefined || detail.row.org_id === undefined ? undefined : (
										<AppLink
											key="order"
											href={href(["orders", detail.row.org_id, detail.row.order_id])}
											className="link"
										>
											{detail.row.order_id}
										</AppLink>
									),
								],
								[
									t("logs.column.request_id"),
									detail.row.request_id === undefined ? undefined : (
										<IdText key="rid" id={detail.row.request_id} what={t("logs.column.request_id")} />
									),
								],
							]}
						/>
						{detail.is_redacted && <p className="text-sm text-quiet">{t("order.redacted")}</p>}
						<section>
							<h3 className="mb-1 font-semibold">curl</h3>
							<CodeSample text={detail.curl} what="curl" />
						</section>
						{detail.request !== undefined && (
							<section>
								<h3 className="mb-1 font-semibold">{t("logs.body")}</h3>
								<CodeSample text={prettyJson(detail.request)} what={t("logs.body")} />
							</section>
						)}
						{detail.response !== undefined && (
							<section>
								<h3 className="mb-1 font-semibold">{t("logs.answer")}</h3>
								<CodeSample text={prettyJson(detail.response)} what={t("logs.answer")} />
							</section>
						)}
					</div>
				)}
			</Region>
		</Modal>
	);
}
