import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Button } from "../../parts/button.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { AttentionPanel } from "./attention-panel.tsx";
import { IntegrationStrip } from "./integration-strip.tsx";
import { LinkDrawer } from "./link-drawer.tsx";
import { LocationsPanel } from "./locations-panel.tsx";
import { OrgIdentity } from "./org-identity.tsx";
import { StateCounts } from "./state-counts.tsx";
import { UnlinkedStores } from "./unlinked-stores.tsx";

/** The lasting home page: worst problem first, then every location with every DSP (product.md 4.4). */
export function FullState(props: { org: OrgState; onConnect: (type: "pos" | "dsp") => void }): ReactNode {
	const { org, onConnect } = props;
	const { t } = useText();
	const source = useOnboardingSource();
	const { search, setSearch } = useNavigation();
	const whyNot = source.whyNot("integration.write");
	return (
		<div className="flex flex-col gap-5">
			<div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
				<StateCounts org={org} />
				<span className="flex flex-wrap gap-2">
					<Button why_not={whyNot} onClick={() => onConnect("pos")}>
						{t("org.connect_pos")}
					</Button>
					<Button look="primary" icon="link" why_not={whyNot} onClick={() => onConnect("dsp")}>
						{t("org.link_dsp")}
					</Button>
				</span>
			</div>
			<OrgIdentity org={org} />
			{org.attention.length === 0 ? (
				<p className="flex items-center gap-2 rounded-box bg-good-soft px-4 py-2.5 text-good">
					<Icon name="check" />
					{t("org.no_problems")}
				</p>
			) : (
				<AttentionPanel org={org} />
			)}
			<IntegrationStrip org={org} />
			<LocationsPanel org={org} has_dsps />
			<UnlinkedStores org={org} />
			{source.link && search.link !== undefined && (
				<LinkDrawer org_id={org._id} link_id={search.link} onClose={() => setSearch({ link: undefined })} />
			)}
		</div>
	);
}
