import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { LogPage, LogRow } from "@ticketrail/contract";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ConsoleApi, Query } from "../../api/console-api.ts";
import { PAGE_ROWS, type PagedRows, usePages } from "../../lists/use-pages.ts";

const TAIL_MS = 2_000;
/** Newer rows than this are let go again from the bottom: a tail that runs for days must not fill the page. */
const MAX_TAIL = 2_000;

/** How the tail does. */
export interface Tail {
	/** Rows that came since it was switched on. */
	rows: number;
	has_failed: boolean;
}

/** The log by pages, and what is newer than its first row while the tail is on. */
export function useLogs(
	api: ConsoleApi,
	filters: Query,
	is_tailing: boolean,
): { pages: PagedRows<LogRow>; tail: Tail } {
	const queries = useQueryClient();
	const pages = usePages<LogRow>(["logs", filters], (cursor, signal) =>
		api.get<LogPage>("/console/logs", { ...filters, cursor, limit: PAGE_ROWS }, signal),
	);
	const [newer, setNewer] = useState<readonly LogRow[]>([]);
	const filter_text = JSON.stringify(filters);
	// biome-ignore lint/correctness/useExhaustiveDependencies: other filters begin another tail
	useEffect(() => setNewer([]), [filter_text, is_tailing]);
	const newest = newer[0]?._id ?? pages.rows[0]?._id;
	const newest_now = useRef(newest);
	newest_now.current = newest;
	const tail = useQuery({
		queryKey: ["log-tail", filters],
		queryFn: async ({ signal }) => {
			const after = newest_now.current;
			if (after === undefined) {
				await queries.invalidateQueries({ queryKey: ["logs", filters] });
				return 0;
			}
			const page = await api.get<LogPage>("/console/logs", { ...filters, after, limit: PAGE_ROWS }, signal);
			if (page.rows.length > 0) setNewer((before) => merge([...page.rows].reverse(), before));
			return page.rows.length;
		},
		enabled: is_tailing && pages.has_data,
		refetchInterval: TAIL_MS,
		staleTime: 0,
		gcTime: 0,
	});
	const rows = useMemo(() => (newer.length === 0 ? pages.rows : merge(newer, pages.rows)), [newer, pages.rows]);
	return { pages: { ...pages, rows }, tail: { rows: newer.length, has_failed: is_tailing && tail.isError } };
}

function merge(first: readonly LogRow[], second: readonly LogRow[]): LogRow[] {
	const known = new Set(first.map(({ _id }) => _id));
	return [...first, ...second.filter(({ _id }) => !known.has(_id))].slice(0, Math.max(MAX_TAIL, second.length));
}
