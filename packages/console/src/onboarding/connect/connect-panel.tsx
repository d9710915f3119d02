import type { IntegrationSummary } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { CodeForm } from "./code-form.tsx";

/** What a merchant does to finish connecting: sign in at the address that was given, or type the code. */
export function ConnectPanel({
	org_id,
	integration,
	is_again = false,
}: {
	org_id: string;
	integration: IntegrationSummary;
	/** It was connected before, so that nobody has been waiting since then. */
	is_again?: boolean;
}): ReactNode {
	const { t } = useText();
	const { entry_url, name } = integration;
	const source = useOnboardingSource();
	// by the address, not the status: another hub says "pending" and gives an address to sign in at all the same
	if (entry_url === undefined && integration.status === "pending")
		return <CodeForm org_id={org_id} integration={integration} />;
	return (
		<div className="flex flex-col gap-3 rounded-control bg-warn-soft px-4 py-3">
			{is_again ? (
				<p>{t("connect.again_waiting", { name })}</p>
			) : (
				<p>
					{t("connect.waiting", { name })} <When at={integration.since} />.
				</p>
			)}
			{entry_url !== undefined && (
				<p className="flex flex-wrap gap-2">
					<a
						className="button button-primary"
						href={entry_url}
						{...(source.openSignIn === undefined ? {} : { target: "_blank", rel: "opener" })}
						onClick={(event) => {
							if (source.openSignIn === undefined) return;
							event.preventDefault();
							source.openSignIn(entry_url);
						}}
					>
						<Icon name="external" />
						{t("connect.sign_in_at", { name })}
					</a>
					<CopyButton text={entry_url} what={t("connect.link")}>
						{t("connect.copy_link")}
					</CopyButton>
				</p>
			)}
		</div>
	);
}
