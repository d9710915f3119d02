import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { IntegrationSummary } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useOnboardingSource } from "../../onboarding/onboarding-source.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";

/** Ends a connection, after asking, and says what that does. */
export function DisconnectButton({
	org_id,
	integration,
}: {
	org_id: string;
	integration: IntegrationSummary;
}): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const [is_asking, setAsking] = useState(false);
	const { name } = integration;
	const disconnect = useMutation({
		mutationFn: async () => source.disconnect?.({ org_id, integration_id: integration._id }),
		onSuccess: () => {
			setAsking(false);
			return queries.invalidateQueries({ queryKey: ["org", org_id] });
		},
	});
	if (integration.status === "deprovisioned" || source.disconnect === undefined) return null;
	return (
		<>
			<Button look="danger" why_not={source.whyNot("integration.write")} onClick={() => setAsking(true)}>
				{t("integration.disconnect")}
			</Button>
			<Modal
				title={t("integration.disconnect_title", { name })}
				is_open={is_asking}
				onClose={() => setAsking(false)}
				footer={
					<>
						<Button onClick={() => setAsking(false)}>{t("part.cancel")}</Button>
						<Button look="danger" onClick={() => !disconnect.isPending && disconnect.mutate()}>
							{t("integration.disconnect_confirm", { name })}
						</Button>
					</>
				}
			>
				{disconnect.error !== null && <ErrorNote error={disconnect.error} />}
				<p>{t(`integration.disconnect_text_${integration.type}`, { name })}</p>
			</Modal>
		</>
	);
}
