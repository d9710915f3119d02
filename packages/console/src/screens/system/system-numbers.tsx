import type { SystemState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";

/** The numbers that tell at a glance whether all is well. */
export function SystemNumbers({ state }: { state: SystemState }): ReactNode {
	const { t, language } = useText();
	const span = (ms: number | undefined) => (ms === undefined ? "–" : formatSpan(ms, language));
	const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
	const number = new Intl.NumberFormat(language);
	const waiting = state.queues.reduce((sum, queue) => sum + queue.waiting, 0);
	const oldest = Math.max(0, ...state.queues.map(({ oldest_age_ms }) => oldest_age_ms ?? 0));
	const tiles: { name: string; value: string; note: ReactNode; is_bad?: boolean }[] = [
		{
			name: t("system.queue"),
			value: number.format(waiting),
			note: oldest === 0 ? t("system.queue_empty") : t("system.oldest", { span: formatSpan(oldest, language) }),
			is_bad: oldest > 60_000,
		},
		{
			name: t("system.delivery"),
			value: span(state.deliveries.last_hour.p95_ms),
			note: t("system.p50", { span: span(state.deliveries.last_hour.p50_ms), count: state.deliveries.last_hour.count }),
		},
		{
			name: t("system.requests"),
			value: span(state.requests.last_hour.p95_ms),
			note: t("system.p50", { span: span(state.requests.last_hour.p50_ms), count: state.requests.last_hour.count }),
		},
		{
			name: t("system.errors"),
			value: percent.format(state.requests.error_rate),
			note: t("system.errors_note", { count: state.requests.errors }),
			is_bad: state.requests.errors > 0,
		},
		{
			name: t("system.dead"),
			value: number.format(state.deliveries.dead),
			note: (
				<AppLink href="/webhooks?state=dead" className="link inline-flex min-h-6 items-center">
					{t("system.see_dead")}
				</AppLink>
			),
			is_bad: state.deliveries.dead > 0,
		},
	];
	return (
		<dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
			{tiles.map((tile) => (
				<div key={tile.name} className="card flex flex-col p-4">
					<dt className="text-sm text-quiet">{tile.name}</dt>
					<dd className={`num text-2xl font-semibold ${tile.is_bad ? "text-bad" : ""}`}>{tile.value}</dd>
					<dd className="mt-auto text-sm text-quiet">{tile.note}</dd>
				</div>
			))}
		</dl>
	);
}
