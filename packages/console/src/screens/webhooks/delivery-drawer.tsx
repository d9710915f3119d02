import { useQuery } from "@tanstack/react-query";
import type { DeliveryDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { CodeSample } from "../../parts/code-sample.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Modal } from "../../parts/modal.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";
import { HttpStatus } from "../logs/http-status.tsx";
import { prettyJson } from "../pretty-json.ts";
import { ResendButton } from "../resend-button.tsx";
import { isOnItsWay, PENDING_LOOK_MS } from "./on-its-way.ts";

/** One message beside the list: its attempts and what was sent. */
export function DeliveryDrawer({
	org_id,
	delivery_id,
	onClose,
}: {
	org_id: string;
	delivery_id: string;
	onClose: () => void;
}): ReactNode {
	const { t, language } = useText();
	const api = useApi();
	const query = useQuery({
		queryKey: ["deliveries", "one", org_id, delivery_id],
		queryFn: ({ signal }) =>
			api.get<DeliveryDetail>(
				`/console/orgs/${encodeURIComponent(org_id)}/deliveries/${encodeURIComponent(delivery_id)}`,
				{},
				signal,
			),
		// somebody who has just sent it again waits to see whether it arrives
		refetchInterval: ({ state }) =>
			state.data !== undefined && isOnItsWay(state.data.delivery) ? PENDING_LOOK_MS : false,
	});
	return (
		<Modal title={query.data?.delivery.type ?? t("deliveries.one")} is_open place="side" onClose={onClose}>
			<Region query={query} label={t("deliveries.one")} skeleton={<SkeletonRows rows={6} />}>
				{(detail) => (
					<div className="flex flex-col gap-5">
						<p className="flex flex-wrap gap-x-4">
							<StatusWord kind="delivery" value={detail.delivery.state} />
							<span className="text-quiet">{detail.delivery.reason}</span>
						</p>
						<div className="flex flex-wrap gap-2">
							<CopyButton text={detail.curl} what="curl">
								{t("logs.copy_curl")}
							</CopyButton>
							<CopyButton text={detail.support_text} what={t("part.support_text")}>
								{t("part.copy_support")}
							</CopyButton>
							<ResendButton
								org_id={org_id}
								delivery_id={delivery_id}
								why_not={
									detail.delivery.replay.is_possible
										? undefined
										: (detail.delivery.replay.why_not ?? t("logs.resend_off"))
								}
							/>
						</div>
						<section>
							<h3 className="mb-1 font-semibold">{t("deliveries.attempts")}</h3>
							{detail.attempts.length === 0 && <p className="text-quiet">{t("deliveries.no_attempts")}</p>}
							<ol className="divide-y divide-line">
								{detail.attempts.map((attempt) => (
									<li key={attempt.attempt} className="py-2">
										<p className="flex flex-wrap gap-x-3">
											<span className="num">{attempt.attempt}</span>
											<HttpStatus status={attempt.status} />
											<span className="text-quiet">{t(`stage.${attempt.stage}`)}</span>
											<span className="text-quiet">{formatSpan(attempt.latency_ms, language)}</span>
											<span className="ms-auto">
												<When at={attempt.at} seconds />
											</span>
										</p>
										{attempt.response !== undefined && attempt.response !== "" && (
											<code className="block break-words text-quiet">{attempt.response}</code>
										)}
									</li>
								))}
							</ol>
						</section>
						<section>
							<h3 className="mb-1 font-semibold">{t("logs.body")}</h3>
							{detail.is_redacted && <p className="text-sm text-quiet">{t("order.redacted")}</p>}
							<CodeSample text={prettyJson(detail.body)} what={t("logs.body")} />
						</section>
					</div>
				)}
			</Region>
		</Modal>
	);
}
