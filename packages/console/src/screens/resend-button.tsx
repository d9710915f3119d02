import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReplayDeliveriesReply } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { useApi } from "../api/api-context.tsx";
import { useWhyNot } from "../frame/session.tsx";
import { useAnnouncer } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorNote } from "../parts/error-note.tsx";
import { useText } from "../text/text.tsx";

/** Send one message again; what cannot be sent again says why. */
export function ResendButton({
	org_id,
	delivery_id,
	why_not,
}: {
	org_id: string;
	delivery_id: string;
	why_not: string | undefined;
}): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const resend = useMutation({
		mutationFn: () =>
			api.send<Static<typeof ReplayDeliveriesReply>>(
				"POST",
				`/console/orgs/${encodeURIComponent(org_id)}/deliveries/replay`,
				{
					body: { delivery_ids: [delivery_id] },
				},
			),
		onSuccess: ({ queued, refused }) => {
			alert(queued > 0 ? t("order.resent") : (refused[0]?.reason ?? t("order.not_resent")));
			void queries.invalidateQueries({ queryKey: ["deliveries"] });
			void queries.invalidateQueries({ queryKey: ["webhooks"] });
			void queries.invalidateQueries({ queryKey: ["log"] });
		},
	});
	return (
		<>
			<Button
				icon="send"
				why_not={whyNot("delivery.replay") ?? why_not}
				onClick={() => !resend.isPending && resend.mutate()}
			>
				{t("order.resend")}
			</Button>
			{resend.data !== undefined && (
				<p role="status" className="basis-full">
					{resend.data.queued > 0 ? t("order.resent") : (resend.data.refused[0]?.reason ?? t("order.not_resent"))}
				</p>
			)}
			{resend.error !== null && (
				<div className="basis-full">
					<ErrorNote error={resend.error} />
				</div>
			)}
		</>
	);
}
