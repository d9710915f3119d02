import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReleaseReply, UnroutableOrder } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { Countdown } from "../orders/countdown.tsx";

/** One order without a location: from which store, where it probably belongs, and the way on. */
export function UnroutableCard({ order }: { order: UnroutableOrder }): ReactNode {
	const { t, count } = useText();
	return (
		<li className="card flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
			<div className="min-w-0 flex-1 basis-72">
				<p className="flex flex-wrap items-baseline gap-x-3">
					<strong className="text-lg font-semibold">{order.number}</strong>
					<span className="text-quiet">{order.source}</span>
					<span className={`chip ${order.status === "waiting" ? "bg-warn-soft text-warn" : "bg-sunken text-quiet"}`}>
						{t(`unroutable.status.${order.status}`)}
					</span>
					{order.status === "waiting" && <Countdown respond_by={order.respond_by} number={order.number} />}
				</p>
				<p>
					{order.store_name ?? t("unroutable.unknown_store")}{" "}
					<IdText id={order.dsp_provider_id} what={t("link.store_id")} />
				</p>
				<p className="text-sm text-quiet">
					{order.org_name ?? t("unroutable.no_org")} · {t("unroutable.received")}{" "}
					<When at={order.received_at} as="ago" />
					{order.times > 1 && ` · ${count("unroutable.times", order.times)}`}
				</p>
				<p className="mt-1 text-quiet">
					{order.status === "released" ? t("unroutable.taken") : t(`unroutable.kind.${order.kind}`)}
				</p>
			</div>
			{order.status === "released" && order.org_id !== undefined && order.order_id !== undefined ? (
				<AppLink href={href(["orders", order.org_id, order.order_id])} className="button button-secondary">
					{t("unroutable.see_order")}
				</AppLink>
			) : (
				<WayOn order={order} />
			)}
		</li>
	);
}

/** Where the order probably belongs, binding its store, and letting it go there. */
function WayOn({ order }: { order: UnroutableOrder }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const release = useMutation({
		mutationFn: () =>
			api.send<Static<typeof ReleaseReply>>("POST", `/console/unroutable/${encodeURIComponent(order._id)}/release`),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["unroutable"] }),
	});
	const { suggestion } = order;
	const why_not = whyNot("order.release") ?? (order.release.is_possible ? undefined : order.release.why_not);
	return (
		<div className="flex min-w-0 basis-72 flex-col items-start gap-2">
			{suggestion === undefined ? (
				<p className="text-quiet">{t("unroutable.no_suggestion")}</p>
			) : (
				<p>
					<span className="text-quiet">{t("unroutable.suggestion")} </span>
					<strong className="font-semibold">{suggestion.location_name}</strong>
					<span className="block text-sm text-quiet">{suggestion.reasons.map(reasonText).join(" ")}</span>
				</p>
			)}
			<span className="flex flex-wrap gap-2">
				{order.org_id !== undefined && (
					<AppLink
						href={
							suggestion === undefined
								? href(["orgs", order.org_id])
								: href(["orgs", order.org_id, "link", suggestion.integration_id])
						}
						className="button button-primary"
					>
						{t("unroutable.bind")}
					</AppLink>
				)}
				<Button icon="send" why_not={why_not} onClick={() => !release.isPending && release.mutate()}>
					{t("unroutable.release")}
				</Button>
			</span>
			{why_not !== undefined && <p className="text-sm text-quiet">{why_not}</p>}
			{release.error !== null && <ErrorNote error={release.error} />}
		</div>
	);
}

/** A reason is a sentence, or a record with one. */
function reasonText(reason: string | { text: string }): string {
	return typeof reason === "string" ? reason : reason.text;
}
