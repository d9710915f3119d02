import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { IntegrationSummary } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { ImportDialog } from "../connect/import-dialog.tsx";
import { ReconnectDialog } from "../connect/reconnect-dialog.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";

/** What can be done with an integration from its organisation's page. */
export function IntegrationActions({
	org_id,
	integration,
}: {
	org_id: string;
	integration: IntegrationSummary;
}): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const [is_importing, setImporting] = useState(false);
	const ref = { org_id, integration_id: integration._id };
	const refresh = () => queries.invalidateQueries({ queryKey: ["org", org_id] });
	const resync = useMutation({
		mutationFn: async () => source.resync?.(ref),
		onSuccess: () => {
			alert(t("org.resync_done", { name: integration.name }));
			void refresh();
		},
	});
	const reconnect = useMutation({ mutationFn: async () => source.reconnect?.(ref), onSettled: refresh });
	const failed = resync.error ?? reconnect.error;
	const is_active = integration.status === "active";
	return (
		<>
			{is_active && integration.type === "pos" && (
				<Button icon="plus" why_not={source.whyNot("integration.write")} onClick={() => setImporting(true)}>
					{t("org.import")}
				</Button>
			)}
			{is_active && integration.type === "dsp" && (
				<AppLink href={href(["orgs", org_id, "link", integration._id])} className="button button-secondary">
					{t("org.link_stores")}
				</AppLink>
			)}
			{is_active && source.resync && (
				<Button icon="refresh" why_not={source.whyNot("integration.resync")} onClick={() => resync.mutate()}>
					{t("org.resync")}
				</Button>
			)}
			{source.reconnect && integration.status !== "pending" && integration.status !== "waiting_for_oauth" && (
				<Button why_not={source.whyNot("integration.write")} onClick={() => !reconnect.isPending && reconnect.mutate()}>
					{t("org.reconnect")}
				</Button>
			)}
			{failed !== null && (
				<div className="basis-full">
					<ErrorNote error={failed} />
				</div>
			)}
			{reconnect.data !== undefined && (
				<ReconnectDialog
					org_id={org_id}
					integration={reconnect.data}
					onClose={() => {
						reconnect.reset();
						void refresh();
					}}
				/>
			)}
			{is_importing && <ImportDialog org_id={org_id} integration={integration} onClose={() => setImporting(false)} />}
		</>
	);
}
