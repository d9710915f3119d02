import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SearchReply } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { Icon } from "../look/icon.tsx";
import type { IconName } from "../look/icon-paths.ts";
import { AppLink } from "../navigation/app-link.tsx";
import { href } from "../navigation/href.ts";
import { ErrorNote } from "../parts/error-note.tsx";
import { Modal } from "../parts/modal.tsx";
import { SearchField } from "../parts/search-field.tsx";
import { useText } from "../text/text.tsx";

type Hit = SearchReply["hits"][number];
const ICONS: Record<Hit["kind"], IconName> = {
	org: "store",
	location: "store",
	order: "ticket",
	request: "log",
	store: "link",
};

/** One field that finds organisations, locations, stores, orders and requests. */
export function GlobalSearch({ is_open, onClose }: { is_open: boolean; onClose: () => void }): ReactNode {
	const { t, count } = useText();
	const api = useApi();
	const [text, setText] = useState("");
	const query = useQuery({
		queryKey: ["search", text],
		queryFn: ({ signal }) => api.get<SearchReply>("/console/search", { q: text }, signal),
		enabled: is_open && text.trim().length > 1,
		placeholderData: keepPreviousData,
	});
	const hits = text.trim().length > 1 ? (query.data?.hits ?? []) : [];
	return (
		<Modal title={t("search.label")} is_open={is_open} onClose={onClose}>
			<SearchField label={t("search.label")} value={text} onChange={setText} className="block" />
			<p className="mt-3 text-sm text-quiet" role="status">
				{text.trim().length < 2
					? t("search.hint")
					: query.isSuccess && (hits.length === 0 ? t("search.none", { text }) : count("search.results", hits.length))}
			</p>
			{query.error !== null && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
			<ul className="mt-2 -mx-2">
				{hits.map((hit) => (
					<li key={`${hit.kind} ${hit._id}`}>
						<AppLink
							href={hrefOf(hit)}
							onClick={onClose}
							className="flex min-h-11 items-center gap-3 rounded-control px-2 hover:bg-sunken"
						>
							<Icon name={ICONS[hit.kind]} className="size-4 text-quiet" />
							<span className="min-w-0">
								<span className="block truncate font-medium">{hit.title}</span>
								{hit.subtitle !== undefined && (
									<span className="block truncate text-sm text-quiet">{hit.subtitle}</span>
								)}
							</span>
						</AppLink>
					</li>
				))}
			</ul>
		</Modal>
	);
}

function hrefOf({ kind, _id, org_id = "" }: Hit): string {
	switch (kind) {
		case "org":
			return href(["orgs", _id]);
		case "location":
			return href(["orgs", org_id], { location_id: _id });
		case "store":
			return href(["orgs", org_id], { q: _id });
		case "order":
			return href(["orders", org_id, _id]);
		case "request":
			return href(["logs"], { log: _id });
	}
}
