import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

/** A page of rows as the hub answers it. */
export interface Page<Row> {
	rows: Row[];
	next_cursor?: string;
	total?: number;
	total_is_exact?: boolean;
	as_of: number;
}

/** A list that grows by pages as it is read. */
export interface PagedRows<Row> {
	rows: Row[];
	total: number | undefined;
	total_is_exact: boolean;
	as_of: number;
	error: unknown;
	has_data: boolean;
	is_fetching: boolean;
	is_loading_more: boolean;
	loadMore(): void;
	refetch(): void;
}

/** Rows of one page: enough that a screen is full, few enough to be quick. */
export const PAGE_ROWS = 100;

/**
 * Reads a list page by page. Old rows stay while a changed filter is read. `againIn` says in how many ms rows such as these
 * are read again by themselves.
 */
export function usePages<Row>(
	key: readonly unknown[],
	read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
	againIn?: (rows: readonly Row[]) => number | false,
): PagedRows<Row> {
	const query = useInfiniteQuery({
		queryKey: key,
		queryFn: ({ pageParam, signal }) => read(pageParam, signal),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (page) => page.next_cursor,
		placeholderData: keepPreviousData,
		refetchInterval: ({ state }) => againIn?.(state.data?.pages.flatMap((page) => page.rows) ?? []) ?? false,
	});
	const { data, hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } = query;
	const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
	const first = data?.pages[0];
	return {
		rows,
		total: first?.total,
		total_is_exact: first?.total_is_exact !== false,
		as_of: first?.as_of ?? 0,
		error: query.error,
		has_data: data !== undefined,
		is_fetching: isFetching,
		is_loading_more: isFetchingNextPage,
		loadMore() {
			if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
		},
		refetch() {
			if (isFetchNextPageError) void fetchNextPage();
			else void refetch();
		},
	};
}
