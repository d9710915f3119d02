import type { ReactNode } from "react";
import { ErrorNote } from "../parts/error-note.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { useLate } from "../parts/use-late.ts";
import { useText } from "../text/text.tsx";
import { FilterNone } from "./filter-none.tsx";
import type { PagedRows } from "./use-pages.ts";

/** A paged list with all its states: waiting, nothing, nothing for these filters, failed with the old rows kept, more to come. */
export function PagedList<Row>(props: {
	label: string;
	pages: PagedRows<Row>;
	/** How many filters are set, and how to take them away. */
	filters?: { count: number; clear: () => void };
	empty: ReactNode;
	children: ReactNode;
}): ReactNode {
	const { label, pages, filters, empty, children } = props;
	const { t, count } = useText();
	const is_late = useLate(!pages.has_data && pages.error == null);
	const is_filtered = filters !== undefined && filters.count > 0;
	return (
		<div aria-busy={pages.is_fetching} data-list={label}>
			{pages.error != null && (
				<div className="mb-3">
					<ErrorNote error={pages.error} has_old_data={pages.has_data} onRetry={pages.refetch} />
				</div>
			)}
			{is_late && (
				<>
					<p className="sr-only">{t("part.loading")}</p>
					<SkeletonRows rows={8} />
				</>
			)}
			{pages.has_data && pages.rows.length > 0 && (
				<>
					{children}
					<p className="mt-2 text-sm text-quiet" data-testid="row-count">
						{pages.is_loading_more
							? t("part.loading_more")
							: pages.total === undefined
								? count("part.rows", pages.rows.length)
								: t(pages.total_is_exact ? "part.rows_of" : "part.rows_of_more", {
										shown: pages.rows.length,
										total: pages.total,
									})}
					</p>
				</>
			)}
			{pages.has_data && pages.rows.length === 0 && (is_filtered ? <FilterNone {...filters} /> : empty)}
		</div>
	);
}
