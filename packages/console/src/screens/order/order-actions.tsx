import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { OrderDetail, ReplayDeliveriesReply } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { CancelButton } from "./cancel-button.tsx";

type Reply = Static<typeof ReplayDeliveriesReply>;

/** Send again or cancel, where that makes sense, and the text for support. */
export function OrderActions({ detail }: { detail: OrderDetail }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const { order, resend } = detail;
	const send = useMutation({
		mutationFn: () =>
			api.send<Reply>("POST", `/console/orgs/${encodeURIComponent(order.org_id)}/deliveries/replay`, {
				body: { delivery_ids: [resend.delivery_id] },
			}),
		onSuccess: ({ queued, refused }) => {
			alert(queued > 0 ? t("order.resent") : (refused[0]?.reason ?? t("order.not_resent")));
			void queries.invalidateQueries({ queryKey: ["order", order.org_id, order._id] });
		},
	});
	const why_not =
		whyNot("delivery.replay") ?? (resend.is_possible ? undefined : (resend.why_not ?? t("order.resend_off")));
	return (
		<>
			<CopyButton text={detail.support_text} what={t("part.support_text")}>
				{t("part.copy_support")}
			</CopyButton>
			<Button icon="send" why_not={why_not} onClick={() => !send.isPending && send.mutate()}>
				{t("order.resend")}
			</Button>
			<CancelButton detail={detail} />
			{send.data !== undefined && (
				<p role="status" className="basis-full text-end">
					{send.data.queued > 0 ? t("order.resent") : (send.data.refused[0]?.reason ?? t("order.not_resent"))}
				</p>
			)}
			{send.error !== null && (
				<div className="basis-full">
					<ErrorNote error={send.error} />
				</div>
			)}
		</>
	);
}
