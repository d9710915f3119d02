import type { ReactNode } from "react";
import { useSession } from "../../frame/session.tsx";
import { LiveWord } from "../../live/live-word.tsx";
import { useOrderNews } from "../../live/use-order-news.ts";
import { ConsoleOnboarding } from "../../onboarding/console-onboarding.tsx";
import { OrgStateScreen } from "../../onboarding/org-state/org-state-screen.tsx";
import { useText } from "../../text/text.tsx";
import { useOrgRefresh } from "./use-org-refresh.ts";

/** An organisation's home page at the console: the shared screen, with live news. */
export function OrgScreen({ org_id = "" }: { org_id?: string }): ReactNode {
	const { t } = useText();
	const { org } = useSession();
	const live = useOrderNews({ org_id, onNews: useOrgRefresh(org_id) });
	return (
		<ConsoleOnboarding>
			<OrgStateScreen
				org_id={org_id}
				live={<LiveWord live={live} />}
				crumbs={org === undefined ? [{ text: t("orgs.title"), href: "/orgs" }] : []}
			/>
		</ConsoleOnboarding>
	);
}
