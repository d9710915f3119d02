import type { ReactNode } from "react";
import { useSession } from "../frame/session.tsx";
import { AppLink } from "../navigation/app-link.tsx";
import { href } from "../navigation/href.ts";
import { Button } from "../parts/button.tsx";
import { useText } from "../text/text.tsx";

/** That a list shows one organisation only, and how to see all. */
export function OrgFilterNote({
	org_id,
	name,
	onClear,
}: {
	org_id: string;
	name: string | undefined;
	onClear: () => void;
}): ReactNode {
	const { t } = useText();
	const { org } = useSession();
	if (org_id === "" || org !== undefined) return null;
	return (
		<p className="mb-3 flex flex-wrap items-center gap-2 text-quiet">
			{t("part.only_org")}
			<AppLink href={href(["orgs", org_id])} className="link text-ink">
				{name ?? org_id}
			</AppLink>
			<Button look="quiet" icon="cross" is_icon_only onClick={onClear}>
				{t("part.all_orgs")}
			</Button>
		</p>
	);
}
