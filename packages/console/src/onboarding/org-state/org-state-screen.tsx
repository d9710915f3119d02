import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { PageHead } from "../../parts/page-head.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { UpdatedAgo } from "../../parts/updated-ago.tsx";
import { useText } from "../../text/text.tsx";
import { ConnectDialog } from "../connect/connect-dialog.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { FullState } from "./full-state.tsx";
import { PosOnlyState } from "./pos-only-state.tsx";

/** Data of an organisation is read anew this often while its page is open, besides what live news brings. */
const REFRESH_MS = 15_000;
/** And this often while a merchant signs in elsewhere. */
const WAITING_MS = 2_000;

/**
 * The home page of a merchant: on the way there (product.md 4.3), and for good once a DSP is linked (4.4). `live` stands
 * beside the name where the app has live news; `crumbs` lead back.
 */
export function OrgStateScreen(props: {
	org_id: string;
	live?: ReactNode;
	crumbs?: readonly { text: string; href: string }[];
}): ReactNode {
	const { org_id, live, crumbs = [] } = props;
	const { t } = useText();
	const source = useOnboardingSource();
	const [connecting, setConnecting] = useState<"pos" | "dsp" | undefined>();
	const query = useQuery({
		queryKey: ["org", org_id],
		queryFn: ({ signal }) => source.org(org_id, signal),
		refetchInterval: ({ state }) =>
			state.data?.integrations.some(({ status }) => status === "waiting_for_oauth") ? WAITING_MS : REFRESH_MS,
	});
	const org = query.data;
	const has_dsp = org?.integrations.some(({ type, status }) => type === "dsp" && status !== "deprovisioned") ?? false;
	const has_links = org !== undefined && org.counts.links_live + org.counts.links_pending + org.counts.links_paused > 0;
	return (
		<>
			<PageHead
				title={org?.name ?? t("org.title")}
				crumbs={crumbs}
				aside={
					<>
						{live}
						{org !== undefined && (
							<UpdatedAgo at={org.as_of} is_busy={query.isFetching} onRefresh={() => void query.refetch()} />
						)}
					</>
				}
			/>
			<Region query={query} label={t("org.title")} skeleton={<SkeletonRows rows={5} height="h-16" />}>
				{(state) => {
					const State = has_dsp || has_links ? FullState : PosOnlyState;
					return <State org={state} onConnect={setConnecting} />;
				}}
			</Region>
			{/* not within a state: the first DSP that is begun changes the state, and the dialog has to outlive that */}
			{connecting !== undefined && (
				<ConnectDialog org_id={org_id} type={connecting} onClose={() => setConnecting(undefined)} />
			)}
		</>
	);
}
