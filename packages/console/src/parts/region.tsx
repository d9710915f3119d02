import type { ReactNode } from "react";
import { useText } from "../text/text.tsx";
import { ErrorNote } from "./error-note.tsx";
import { useLate } from "./use-late.ts";

/** What a region needs of a query. */
export interface RegionQuery<Data> {
	data: Data | undefined;
	error: unknown;
	isFetching: boolean;
	refetch(): unknown;
}

/** A part of a page with data of its own: skeleton, content, or what went wrong with the old content kept below it. */
export function Region<Data>(props: {
	query: RegionQuery<Data>;
	label: string;
	skeleton: ReactNode;
	children: (data: Data) => ReactNode;
	className?: string;
}): ReactNode {
	const { query, label, skeleton, children, className } = props;
	const { t } = useText();
	const has_data = query.data !== undefined;
	const is_late = useLate(!has_data && query.error == null);
	return (
		<section aria-label={label} aria-busy={query.isFetching} className={className}>
			{query.error != null && (
				<div className="mb-3">
					<ErrorNote error={query.error} has_old_data={has_data} onRetry={() => void query.refetch()} />
				</div>
			)}
			{query.data !== undefined && children(query.data)}
			{is_late && (
				<div>
					<p className="sr-only">{t("part.loading")}</p>
					{skeleton}
				</div>
			)}
		</section>
	);
}
