import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { IntegrationRow } from "./integration-row.tsx";

/** Every POS and DSP of the organisation on one card: what is well takes one line, what is not takes what it needs. */
export function IntegrationStrip({ org }: { org: OrgState }): ReactNode {
	const { t } = useText();
	return (
		<section aria-labelledby="connections" className="card">
			<h2 id="connections" className="border-b border-line px-4 py-2.5 font-semibold">
				{t("org.connections")}
			</h2>
			<ul className="divide-y divide-line">
				{org.integrations.map((integration) => (
					<li key={integration._id} className="flex flex-col gap-2 px-4 py-3">
						<IntegrationRow org_id={org._id} integration={integration} />
					</li>
				))}
			</ul>
		</section>
	);
}
