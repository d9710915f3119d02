import type { OrderChanged } from "@ticketrail/contract";
import { useEffect, useRef, useState } from "react";
import type { LiveState } from "./live-state.ts";
import { openNews } from "./open-news.ts";

/** The state of the line, and its switch. */
export interface Live {
	state: LiveState;
	pause(): void;
	resume(): void;
}

/**
 * Hears of every change of an order, of one organisation or of all that the person may see. A lost line loses nothing: the
 * browser names the last event that it had. `onNews` without an order means: read the list anew.
 */
export function useOrderNews(options: {
	org_id?: string | undefined;
	onNews: (news: OrderChanged | undefined) => void;
}): Live {
	const { org_id, onNews } = options;
	const [state, setState] = useState<LiveState>({ kind: "reconnecting", since: Date.now() });
	const [is_paused, setPaused] = useState(false);
	const handler = useRef(onNews);
	handler.current = onNews;
	useEffect(() => {
		if (is_paused) {
			setState({ kind: "paused" });
			return;
		}
		const query = new URLSearchParams({ types: "order.*", ...(org_id === undefined ? {} : { org_id }) });
		const news = openNews({
			url: `/console/events?${query}`,
			connect: (url) => new EventSource(url),
			now: Date.now,
			onState: setState,
			onNews: (one) => handler.current(one),
		});
		return news.close;
	}, [org_id, is_paused]);
	return { state, pause: () => setPaused(true), resume: () => setPaused(false) };
}
