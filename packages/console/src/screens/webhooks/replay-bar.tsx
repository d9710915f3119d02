import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DeliveryListRow, ReplayDeliveriesReply } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";

type Reply = Static<typeof ReplayDeliveriesReply>;

/** Sends the chosen messages again. What was delivered is refused by the hub, and that is said. */
export function ReplayBar({ rows, onDone }: { rows: readonly DeliveryListRow[]; onDone: () => void }): ReactNode {
	const { t, count } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const possible = rows.filter(({ replay }) => replay.is_possible);
	const replay = useMutation({
		mutationFn: async () => {
			const by_org = Map.groupBy(possible, ({ org_id }) => org_id);
			const replies: Reply[] = [];
			for (const [org_id, some] of by_org) {
				const body = { delivery_ids: some.map(({ _id }) => _id) };
				replies.push(
					await api.send<Reply>("POST", `/console/orgs/${encodeURIComponent(org_id)}/deliveries/replay`, { body }),
				);
			}
			return {
				queued: replies.reduce((sum, { queued }) => sum + queued, 0),
				refused: replies.flatMap(({ refused }) => refused),
			};
		},
		onSuccess: ({ queued }) => {
			alert(count("deliveries.replayed", queued));
			onDone();
		},
		onSettled: () => {
			void queries.invalidateQueries({ queryKey: ["deliveries"] });
			void queries.invalidateQueries({ queryKey: ["webhooks"] });
		},
	});
	const why_not =
		whyNot("delivery.replay") ??
		(possible.length === 0 ? (rows[0]?.replay.why_not ?? t("deliveries.none_possible")) : undefined);
	return (
		<>
			{replay.data !== undefined && rows.length === 0 && (
				<p role="status" className="mb-3 rounded-control bg-good-soft px-3 py-2 text-good">
					{count("deliveries.replayed", replay.data.queued)}
					{replay.data.refused.length > 0 && ` ${replay.data.refused.map(({ reason }) => reason).join(" ")}`}
				</p>
			)}
			{replay.error !== null && (
				<div className="mb-3">
					<ErrorNote error={replay.error} />
				</div>
			)}
			{rows.length > 0 && (
				<div className="sticky top-16 z-20 mb-3 flex flex-wrap items-center gap-3 rounded-box border border-line bg-card px-4 py-2.5 shadow-high">
					<span role="status">{count("part.selected", rows.length)}</span>
					{possible.length < rows.length && (
						<span className="text-sm text-quiet">
							{count("deliveries.not_possible", rows.length - possible.length)}
						</span>
					)}
					<span className="ms-auto flex gap-2">
						<Button onClick={onDone}>{t("part.cancel")}</Button>
						<Button look="primary" icon="send" why_not={why_not} onClick={() => !replay.isPending && replay.mutate()}>
							{count("deliveries.replay", possible.length)}
						</Button>
					</span>
				</div>
			)}
		</>
	);
}
