import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import type { OrderChanged, OrderListRow, OrderPage } from "@ticketrail/contract";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConsoleApi } from "../../api/console-api.ts";
import { PAGE_ROWS, type PagedRows, usePages } from "../../lists/use-pages.ts";
import { type Live, useOrderNews } from "../../live/use-order-news.ts";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { useText } from "../../text/text.tsx";

/** More orders than this are not kept in view; the filters find the others. */
const MAX_IN_VIEW = 500;
/** News of many orders are taken over together, so that a busy hub does not redraw the board for each. */
const TAKE_OVER_MS = 200;

type Filters = Readonly<Record<"org_id" | "lane" | "source" | "location_id" | "link_id" | "q", string>>;

/** The board: rows change in place, new ones wait until they are asked for, so that nothing jumps. */
export function useLiveOrders(
	api: ConsoleApi,
	filters: Filters,
): { pages: PagedRows<OrderListRow>; live: Live; fresh: number; showFresh: () => void } {
	const { count } = useText();
	const { say } = useAnnouncer();
	const queries = useQueryClient();
	const key = useMemo(() => ["orders", filters] as const, [filters]);
	const pages = usePages<OrderListRow>(key, (cursor, signal) =>
		api.get<OrderPage>("/console/orders", { ...filters, cursor, limit: PAGE_ROWS }, signal),
	);
	const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
	const waiting = useRef(new Map<string, OrderListRow>());
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);

	const takeOver = useCallback(() => {
		timer.current = undefined;
		const news = new Map(waiting.current);
		waiting.current.clear();
		const known = new Set<string>();
		queries.setQueryData<InfiniteData<OrderPage>>(key, (data) => {
			if (data === undefined) return data;
			const pagesAfter = data.pages.map((page) => ({
				...page,
				rows: page.rows.map((row) => {
					known.add(row._id);
					return news.get(row._id) ?? row;
				}),
			}));
			return { ...data, pages: pagesAfter };
		});
		const unknown = [...news.values()].filter((order) => !known.has(order._id) && matches(order, filters));
		if (unknown.length === 0) return;
		setFresh((before) => new Set([...before, ...unknown.map(({ _id }) => _id)]));
		say(count("orders.fresh_said", unknown.length));
	}, [queries, key, filters, say, count]);

	const live = useOrderNews({
		org_id: filters.org_id === "" ? undefined : filters.org_id,
		onNews: useCallback(
			(news: OrderChanged | undefined) => {
				if (news === undefined) {
					void queries.invalidateQueries({ queryKey: ["orders"] });
					return;
				}
				waiting.current.set(news.order._id, news.order);
				timer.current ??= setTimeout(takeOver, TAKE_OVER_MS);
			},
			[queries, takeOver],
		),
	});
	const showFresh = useCallback(() => {
		setFresh(new Set());
		// the first page alone is read anew: whoever asks for the newest is at the top
		queries.setQueryData<InfiniteData<OrderPage>>(key, (data) =>
			data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
		);
		void queries.invalidateQueries({ queryKey: key });
		window.scrollTo({ top: 0 });
	}, [queries, key]);
	const limited = useMemo<PagedRows<OrderListRow>>(
		() => ({
			...pages,
			rows: pages.rows.slice(0, MAX_IN_VIEW),
			loadMore: pages.rows.length < MAX_IN_VIEW ? pages.loadMore : () => {},
		}),
		[pages],
	);
	return { pages: limited, live, fresh: fresh.size, showFresh };
}

function matches(order: OrderListRow, filters: Filters): boolean {
	const { lane, source, location_id, q } = filters;
	if (lane !== "" && !lane.split(",").includes(order.lane)) return false;
	if (source !== "" && order.source !== source) return false;
	if (location_id !== "" && order.location_id !== location_id) return false;
	const text = q.trim().toLowerCase();
	return (
		text === "" || [order.number, order.dsp_order_id, order._id].some((value) => value.toLowerCase().includes(text))
	);
}
