import type { WebhookEndpoint } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { SuccessStrip } from "./success-strip.tsx";

/** One destination: addresses both ways, how it did, and since when it fails. */
export function EndpointCard({ endpoint }: { endpoint: WebhookEndpoint }): ReactNode {
	const { t, count, language } = useText();
	const rate = endpoint.success_rate;
	const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
	const address = (label: string, url: string) => (
		<p className="flex min-w-0 items-center gap-2 text-sm">
			<span className="shrink-0 text-quiet">{label}</span>
			<code className="truncate" title={url}>
				{url}
			</code>
			<CopyButton text={url} what={label} />
		</p>
	);
	return (
		<li className="card flex min-w-0 flex-col gap-3 p-4">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<h2 className="text-lg font-semibold">{endpoint.name}</h2>
				<span className="text-sm text-quiet">{t(`webhooks.kind.${endpoint.kind}`)}</span>
				<span className="ms-auto num">
					{rate === undefined ? (
						<span className="text-quiet">{t("webhooks.nothing_sent")}</span>
					) : (
						t("webhooks.rate", { rate: percent.format(rate) })
					)}
				</span>
			</div>
			<SuccessStrip hours={endpoint.hours} name={endpoint.name} />
			<p className="flex flex-wrap gap-x-4">
				{endpoint.failing_since === undefined ? (
					<span className="inline-flex items-center gap-1 text-good">
						<Icon name="check" className="size-3.5" />
						{t("webhooks.well")}
					</span>
				) : (
					<span className="inline-flex items-center gap-1 text-bad">
						<Icon name="cross" className="size-3.5" />
						{t("webhooks.failing_since")} <When at={endpoint.failing_since} />
					</span>
				)}
				{endpoint.pending > 0 && <span className="text-info">{count("webhooks.pending", endpoint.pending)}</span>}
				{endpoint.dead > 0 && <span className="text-bad">{count("webhooks.dead", endpoint.dead)}</span>}
				{endpoint.next_retry_at !== undefined && (
					<span className="text-quiet">
						{t("webhooks.next_retry")} <When at={endpoint.next_retry_at} as="ago" />
					</span>
				)}
			</p>
			<div className="flex flex-col gap-1">
				{address(t("webhooks.outgoing"), endpoint.url)}
				{address(t("webhooks.incoming"), endpoint.incoming_url)}
			</div>
		</li>
	);
}
