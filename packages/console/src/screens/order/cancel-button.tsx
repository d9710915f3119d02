import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CancelOrderReply, OrderDetail } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { CancelNews } from "./cancel-news.tsx";

/** Takes an order back for the restaurant, after asking, and says who is told what. One that is over says so. */
export function CancelButton({ detail }: { detail: OrderDetail }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const form_id = useId();
	const [is_asking, setAsking] = useState(false);
	const { order, cancel: plan } = detail;
	const { number } = order;
	const refresh = () => queries.invalidateQueries({ queryKey: ["order", order.org_id, order._id] });
	const cancel = useMutation({
		mutationFn: (reason: string) =>
			api.send<CancelOrderReply>(
				"POST",
				`/console/orgs/${encodeURIComponent(order.org_id)}/orders/${encodeURIComponent(order._id)}/cancel`,
				{ body: reason === "" ? {} : { reason } },
			),
		onSuccess: ({ is_repeat }) => {
			setAsking(false);
			alert(t(is_repeat ? "cancel.repeated" : "cancel.done", { number }));
			void refresh();
		},
		// what it says of the order is newer than what stands here
		onError: () => void refresh(),
	});
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
		if (!cancel.isPending && why_not === undefined) cancel.mutate(reason);
	};
	const why_not = whyNot("order.cancel") ?? (plan.is_possible ? undefined : (plan.why_not ?? t("cancel.off")));
	const open = () => {
		cancel.reset();
		setAsking(true);
	};
	return (
		<>
			<Button look="danger" icon="cross" why_not={why_not} onClick={open}>
				{t("cancel.open")}
			</Button>
			<Modal
				title={t("cancel.title", { number })}
				description={
					order.location_name === undefined
						? t("cancel.of_nowhere", { channel: plan.channel_name })
						: t("cancel.of", { channel: plan.channel_name, location: order.location_name })
				}
				is_open={is_asking}
				onClose={() => setAsking(false)}
				footer={
					<>
						<Button onClick={() => setAsking(false)}>{t("cancel.keep")}</Button>
						<Button type="submit" form={form_id} look="danger" why_not={why_not}>
							{cancel.isPending ? t("cancel.working") : t("cancel.confirm", { number })}
						</Button>
					</>
				}
			>
				<form id={form_id} onSubmit={submit} className="flex flex-col gap-4">
					{cancel.error !== null && <ErrorNote error={cancel.error} />}
					<CancelNews plan={plan} />
					<Field label={t("cancel.reason")} hint={t("cancel.reason_hint", { channel: plan.channel_name })}>
						{(ids) => <textarea {...ids} className="control min-h-16" rows={2} name="reason" maxLength={200} />}
					</Field>
				</form>
			</Modal>
		</>
	);
}
