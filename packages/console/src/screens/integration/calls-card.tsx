import type { CallRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { formatSpan } from "../../text/times.ts";
import { HttpStatus } from "../logs/http-status.tsx";

/** The last calls in both directions. */
export function CallsCard({ org_id, calls }: { org_id: string; calls: readonly CallRow[] }): ReactNode {
	const { t, language } = useText();
	return (
		<section aria-labelledby="calls" className="card min-w-0 p-5 lg:col-span-2">
			<h2 id="calls" className="mb-3 text-lg font-semibold">
				{t("link.calls")}
			</h2>
			{calls.length === 0 ? (
				<p className="text-quiet">{t("link.no_calls")}</p>
			) : (
				<table className="grid-table">
					<caption className="sr-only">{t("link.calls")}</caption>
					<thead>
						<tr>
							<th scope="col">{t("logs.column.request")}</th>
							<th scope="col">{t("logs.column.status")}</th>
							<th scope="col" className="end hidden sm:table-cell">
								{t("logs.column.ms")}
							</th>
							<th scope="col" className="end">
								{t("logs.column.at")}
							</th>
						</tr>
					</thead>
					<tbody>
						{calls.map((call) => (
							<tr key={call._id}>
								<th scope="row">
									<span className="text-quiet">{t(`direction.${call.direction}`)}</span>{" "}
									{call.order_id === undefined ? (
										<code className="break-all">{call.type}</code>
									) : (
										<AppLink href={href(["orders", org_id, call.order_id])} className="link">
											<code className="break-all">{call.type}</code>
										</AppLink>
									)}
								</th>
								<td>
									{call.status === undefined ? (
										<span className="text-quiet">{call.outcome}</span>
									) : (
										<HttpStatus status={call.status} />
									)}
								</td>
								<td className="end hidden sm:table-cell">{call.ms !== undefined && formatSpan(call.ms, language)}</td>
								<td className="end">
									<When at={call.at} seconds />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</section>
	);
}
