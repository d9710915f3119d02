import type { IntegrationSummary } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { ConnectPanel } from "./connect-panel.tsx";

/** The way to sign in again at a POS or DSP; `integration` is what the hub answered, with the address where it gave one. */
export function ReconnectDialog({
	org_id,
	integration,
	onClose,
}: {
	org_id: string;
	integration: IntegrationSummary;
	onClose: () => void;
}): ReactNode {
	const { t } = useText();
	const { name, entry_url } = integration;
	return (
		<Modal title={t("connect.again_title", { name })} description={t("connect.again_text")} is_open onClose={onClose}>
			{/* a system without a sign-in page gives its merchant a code instead */}
			<ConnectPanel
				org_id={org_id}
				is_again
				integration={{ ...integration, status: entry_url === undefined ? "pending" : "waiting_for_oauth" }}
			/>
		</Modal>
	);
}
