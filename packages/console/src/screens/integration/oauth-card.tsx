import type { IntegrationDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Facts } from "../../parts/facts.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { HttpStatus } from "../logs/http-status.tsx";

/** The last conversation about a token, secrets masked; the redirect address character by character. */
export function OauthCard({ detail }: { detail: IntegrationDetail }): ReactNode {
	const { t } = useText();
	const { last_oauth: last, redirect_uri } = detail;
	return (
		<section aria-labelledby="oauth" className="card min-w-0 p-5">
			<h2 id="oauth" className="mb-3 text-lg font-semibold">
				{t("integration.oauth")}
			</h2>
			{last === undefined ? (
				<p className="text-quiet">{t("integration.no_oauth")}</p>
			) : (
				<Facts
					rows={[
						[t("integration.outcome"), <StatusWord key="outcome" kind="exchange" value={last.outcome} />],
						[t("integration.grant"), <code key="grant">{last.grant_type}</code>],
						[
							t("logs.column.status"),
							last.status === undefined ? undefined : <HttpStatus key="status" status={last.status} />,
						],
						[t("logs.column.at"), <When key="at" at={last.at} as="full" />],
						[
							t("integration.code"),
							last.code_masked === undefined ? undefined : <code key="code">{last.code_masked}</code>,
						],
						[
							t("integration.redirect_sent"),
							last.redirect_uri === undefined ? undefined : (
								<code key="sent" className="break-all">
									{last.redirect_uri}
								</code>
							),
						],
						[
							t("integration.redirect_known"),
							redirect_uri === undefined ? undefined : (
								<code key="known" className="break-all">
									{redirect_uri}
								</code>
							),
						],
						[
							t("integration.redirect_same"),
							last.redirect_uri === undefined || redirect_uri === undefined
								? undefined
								: last.redirect_uri === redirect_uri
									? t("part.yes")
									: t("integration.redirect_differs"),
						],
						[t("part.details"), last.detail],
					]}
				/>
			)}
		</section>
	);
}
