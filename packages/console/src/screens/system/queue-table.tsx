import type { SystemState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";

/** Every queue: what waits, what runs, how old the oldest is. */
export function QueueTable({ queues }: { queues: SystemState["queues"] }): ReactNode {
	const { t, language } = useText();
	return (
		<section aria-labelledby="queues" className="card overflow-hidden">
			<h2 id="queues" className="px-3 pt-5 pb-2 text-lg font-semibold">
				{t("system.queues")}
			</h2>
			<table className="grid-table">
				<caption className="sr-only">{t("system.queues")}</caption>
				<thead>
					<tr>
						<th scope="col">{t("system.column.queue")}</th>
						<th scope="col" className="end">
							{t("system.column.waiting")}
						</th>
						<th scope="col" className="end">
							{t("system.column.running")}
						</th>
						<th scope="col" className="end">
							{t("system.column.oldest")}
						</th>
					</tr>
				</thead>
				<tbody>
					{queues.map((queue) => (
						<tr key={queue.name}>
							<th scope="row">
								<code className="break-all">{queue.name}</code>
							</th>
							<td className="end">{queue.waiting}</td>
							<td className="end">{queue.running}</td>
							<td className="end">
								{queue.oldest_age_ms === undefined ? "–" : formatSpan(queue.oldest_age_ms, language)}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
