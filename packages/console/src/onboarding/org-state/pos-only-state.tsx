import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { CodeSample } from "../../parts/code-sample.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { IntegrationStrip } from "./integration-strip.tsx";
import { LocationsPanel } from "./locations-panel.tsx";
import { OnboardingSteps } from "./onboarding-steps.tsx";
import { OrgIdentity } from "./org-identity.tsx";

/** On the way: which step is reached, what the POS brought, and that no orders can come yet (product.md 4.3). */
export function PosOnlyState(props: { org: OrgState; onConnect: (type: "pos" | "dsp") => void }): ReactNode {
	const { org, onConnect } = props;
	const { t } = useText();
	const source = useOnboardingSource();
	const pos = org.integrations.filter(({ type }) => type === "pos");
	const has_pos = pos.some(({ status }) => status === "active");
	const call = (type: string) =>
		`curl -X POST ${source.api_url}/onboarding/integrations \\\n  -H "authorization: Bearer $TOKEN" -H "content-type: application/json" \\\n  -d '{"org_id":"${org._id}","type":"${type}","source":"…"}'`;
	return (
		<div className="flex flex-col gap-5">
			<OrgIdentity org={org} />
			<OnboardingSteps org={org} />
			{pos.length === 0 && (
				<section className="card flex flex-col items-start gap-3 p-5" aria-label={t("org.no_pos")}>
					<h2 className="text-lg font-semibold">{t("org.no_pos")}</h2>
					<p className="text-quiet">{t("org.no_pos_text")}</p>
					<Button
						look="primary"
						icon="link"
						why_not={source.whyNot("integration.write")}
						onClick={() => onConnect("pos")}
					>
						{t("org.connect_pos")}
					</Button>
					{source.api_url !== "" && <CodeSample text={call("pos")} what={t("part.api_call")} className="w-full" />}
				</section>
			)}
			{org.integrations.length > 0 && <IntegrationStrip org={org} />}
			{has_pos && <LocationsPanel org={org} has_dsps={false} />}
			{has_pos && (
				<section className="card flex flex-col items-start gap-3 p-5" aria-label={t("org.no_dsp")}>
					<h2 className="flex items-center gap-2 text-lg font-semibold">
						<Icon name="bang" className="size-5 text-warn" />
						{t("org.no_dsp")}
					</h2>
					<p className="text-quiet">{t("org.no_dsp_text")}</p>
					<Button
						look="primary"
						icon="link"
						why_not={source.whyNot("integration.write")}
						onClick={() => onConnect("dsp")}
					>
						{t("org.link_dsp")}
					</Button>
					{source.api_url !== "" && <CodeSample text={call("dsp")} what={t("part.api_call")} className="w-full" />}
				</section>
			)}
		</div>
	);
}
