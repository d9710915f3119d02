import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { OrgPage } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useApi } from "../api/api-context.tsx";
import { ErrorNote } from "../parts/error-note.tsx";
import { Modal } from "../parts/modal.tsx";
import { SearchField } from "../parts/search-field.tsx";
import { useText } from "../text/text.tsx";

/** What fits without scrolling far; the rest is found by typing. */
const SHOWN = 20;

/** One of the organisations, found by its name. */
export function OrgPicker(props: {
	onChoose: (org: { _id: string; name: string }) => void;
	onClose: () => void;
}): ReactNode {
	const { onChoose, onClose } = props;
	const { t, count } = useText();
	const api = useApi();
	const [text, setText] = useState("");
	const query = useQuery({
		queryKey: ["orgs", "pick", text],
		queryFn: ({ signal }) => api.get<OrgPage>("/console/orgs", { q: text, limit: SHOWN }, signal),
		placeholderData: keepPreviousData,
	});
	const found = query.data;
	return (
		<Modal title={t("part.choose_org")} is_open onClose={onClose}>
			<SearchField label={t("orgs.search")} value={text} onChange={setText} className="block" />
			<p className="mt-3 text-sm text-quiet" role="status">
				{found === undefined
					? query.isPending && t("part.loading")
					: found.rows.length === 0
						? t("search.none", { text })
						: found.next_cursor === undefined
							? count("search.results", found.rows.length)
							: t("part.first_orgs", { count: found.rows.length })}
			</p>
			{query.error !== null && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
			<ul className="mt-2 -mx-2">
				{found?.rows.map(({ _id, name, partner }) => (
					<li key={_id}>
						<button
							type="button"
							className="min-h-11 w-full rounded-control px-2 text-start hover:bg-sunken"
							onClick={() => onChoose({ _id, name })}
						>
							<span className="block truncate font-medium">{name}</span>
							<span className="block truncate text-sm text-quiet">{partner.name}</span>
						</button>
					</li>
				))}
			</ul>
		</Modal>
	);
}
