import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import type { Proposal } from "./open-proposal.ts";

/** The DSP listed no store: perhaps the wrong account. */
export function EmptyProposal({ proposal, onRefresh }: { proposal: Proposal; onRefresh: () => void }): ReactNode {
	const { t } = useText();
	const { api_url } = useOnboardingSource();
	return (
		<EmptyNote
			icon="store"
			title={t("bind.empty", { name: proposal.name })}
			text={t("bind.empty_text", { name: proposal.name })}
			action={
				<Button look="primary" icon="refresh" onClick={onRefresh}>
					{t("bind.list_again")}
				</Button>
			}
			curl={
				api_url === ""
					? undefined
					: `curl "${api_url}/onboarding/locations?onboarding_id=${proposal.integration_id}" \\\n  -H "authorization: Bearer $TOKEN"`
			}
		/>
	);
}
