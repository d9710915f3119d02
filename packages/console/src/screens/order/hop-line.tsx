import type { OrderHop } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { Icon } from "../../look/icon.tsx";
import type { IconName } from "../../look/icon-paths.ts";
import { Button } from "../../parts/button.tsx";
import { CodeSample } from "../../parts/code-sample.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";
import { prettyJson } from "../pretty-json.ts";

const ICONS: Record<OrderHop["hop"], IconName> = {
	dsp_to_hub: "tray",
	hub: "dot",
	hub_to_pos: "arrow-right",
	pos_to_hub: "arrow-left",
	hub_to_dsp: "send",
	hub_to_partner: "hook",
};

/** One hop: what happened, how long it took, and what went over the wire. */
export function HopLine({ hop, zone }: { hop: OrderHop; zone: string | undefined }): ReactNode {
	const { t, language } = useText();
	const [is_open, setOpen] = useState(false);
	const is_bad =
		hop.stage === "never_sent" || hop.stage === "unknown" || (hop.status !== undefined && hop.status >= 400);
	const has_payload = hop.payload !== undefined || hop.response !== undefined;
	return (
		<li className="relative flex gap-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:top-7 not-last:before:bottom-0 not-last:before:left-[0.8rem] not-last:before:w-px not-last:before:bg-line">
			<span
				className={`grid size-6.5 shrink-0 place-items-center rounded-full ${is_bad ? "bg-bad-soft text-bad" : "bg-sunken text-quiet"}`}
			>
				<Icon name={ICONS[hop.hop]} className="size-3.5" />
			</span>
			<div className="min-w-0 flex-1">
				<div className="flex flex-wrap items-baseline gap-x-3">
					<span className="font-medium">{t(`hop.${hop.hop}`)}</span>
					<code className="text-quiet">{hop.type}</code>
					{hop.status !== undefined && (
						<span className={`num ${hop.status >= 400 ? "text-bad" : "text-good"}`}>{hop.status}</span>
					)}
					{hop.stage !== undefined && hop.stage !== "answered" && (
						<span className="text-bad">{t(`stage.${hop.stage}`)}</span>
					)}
					{hop.attempt !== undefined && hop.attempt > 1 && (
						<span className="text-quiet">{t("order.attempt", { number: hop.attempt })}</span>
					)}
					<span className="ms-auto text-sm text-quiet">
						<When at={hop.at} zone={zone} seconds />
					</span>
				</div>
				<p className="flex flex-wrap gap-x-3 text-sm text-quiet">
					{hop.latency_ms !== undefined && (
						<span>{t("order.took", { span: formatSpan(hop.latency_ms, language) })}</span>
					)}
					{hop.since_previous_ms > 0 && (
						<span>{t("order.after", { span: formatSpan(hop.since_previous_ms, language) })}</span>
					)}
					<span>{hop.actor}</span>
					{hop.injection !== undefined && <code>{hop.injection}</code>}
				</p>
				{has_payload && (
					<Button
						look="quiet"
						icon={is_open ? "chevron-down" : "chevron-right"}
						className="-ms-3"
						aria-expanded={is_open}
						onClick={() => setOpen(!is_open)}
					>
						{is_open ? t("order.hide_payload") : t("order.show_payload")}
						<span className="sr-only"> {hop.type}</span>
					</Button>
				)}
				{is_open && (
					<div className="flex flex-col gap-2">
						{hop.is_redacted && <p className="text-sm text-quiet">{t("order.redacted")}</p>}
						{hop.payload !== undefined && (
							<CodeSample text={prettyJson(hop.payload)} what={t("order.payload", { type: hop.type })} />
						)}
						{hop.response !== undefined && (
							<CodeSample text={prettyJson(hop.response)} what={t("order.response", { type: hop.type })} />
						)}
					</div>
				)}
			</div>
		</li>
	);
}
