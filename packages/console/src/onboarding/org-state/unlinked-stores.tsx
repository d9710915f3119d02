import { useQuery } from "@tanstack/react-query";
import type { OrgState } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { shortAddress } from "./address-line.ts";

/** DSP stores that map to nothing: exactly where orders get lost. */
export function UnlinkedStores({ org }: { org: OrgState }): ReactNode {
	const { t, count } = useText();
	const source = useOnboardingSource();
	const query = useQuery({
		queryKey: ["org", org._id, "unlinked"],
		queryFn: ({ signal }) => source.unlinkedStores(org._id, signal),
		enabled: org.counts.stores_unlinked > 0,
	});
	if (org.counts.stores_unlinked === 0) return null;
	const nameOf = (slug: string) => org.integrations.find((one) => one.source === slug)?.name ?? slug;
	return (
		<section aria-labelledby="unlinked" className="card">
			<h2 id="unlinked" className="border-b border-line px-4 py-2.5 font-semibold">
				{count("org.unlinked", org.counts.stores_unlinked)}
			</h2>
			{query.error !== null && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
			<ul className="divide-y divide-line">
				{query.data?.rows.map((store) => (
					<li
						key={`${store.source} ${store.dsp_provider_id}`}
						className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5"
					>
						<span className="min-w-0 flex-1 basis-64">
							<span className="font-medium">{store.name}</span>{" "}
							<span className="text-sm text-quiet">
								{nameOf(store.source)} <IdText id={store.dsp_provider_id} what={t("org.store")} />
							</span>
							<span className="block text-sm text-quiet">{shortAddress(store.address) ?? t("org.no_address")}</span>
						</span>
						{store.refused_orders > 0 && (
							<span className="text-bad">{count("org.lost_orders", store.refused_orders)}</span>
						)}
						<AppLink href={href(["orgs", org._id, "link", store.integration_id])} className="button button-secondary">
							{t("org.bind")}
							<span className="sr-only"> {store.name}</span>
						</AppLink>
					</li>
				))}
			</ul>
		</section>
	);
}
