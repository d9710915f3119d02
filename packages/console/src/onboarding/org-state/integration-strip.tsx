import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { IntegrationCard } from "./integration-card.tsx";

/** Every POS and DSP of the organisation; what is set up and well takes one line, what is not takes what it needs. */
export function IntegrationStrip({ org }: { org: OrgState }): ReactNode {
	return (
		<div className="grid gap-3 xl:grid-cols-2">
			{org.integrations.map((integration) => (
				<IntegrationCard key={integration._id} org_id={org._id} integration={integration} />
			))}
		</div>
	);
}
