import { BindScreen, OrgStateScreen, useNavigation } from "@ticketrail/console/onboarding";
import type { ReactNode } from "react";

/** The pages of one organisation by their address: its state, and the linking of one DSP. */
export function OrgPages({ crumbs = [] }: { crumbs?: readonly { text: string; href: string }[] }): ReactNode {
	const { path } = useNavigation();
	const [, , org_id = "", page, integration_id] = path.split("/").map(decodeURIComponent);
	if (page === "link" && integration_id) {
		return <BindScreen key={path} org_id={org_id} integration_id={integration_id} />;
	}
	return <OrgStateScreen key={org_id} org_id={org_id} crumbs={crumbs} />;
}
