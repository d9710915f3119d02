import type { OrderChanged } from "@ticketrail/contract";
import type { LiveState } from "./live-state.ts";

/** After so many failures in a row the list is read again and again instead, while the line is still tried. */
const FAILURES_BEFORE_POLLING = 3;
const POLL_MS = 10_000;
const RECONNECT_MS = 2_000;

/**
 * Opens the line and keeps it open. The browser reconnects by itself with Last-Event-ID; where the hub refused, a new line
 * is opened, and because that one cannot name the last event, the list is read anew first.
 */
export function openNews(parts: {
	url: string;
	connect: (url: string) => EventSource;
	now: () => number;
	onState: (state: LiveState) => void;
	onNews: (news: OrderChanged | undefined) => void;
}): { close: () => void } {
	const { url, connect, now, onState, onNews } = parts;
	let source: EventSource | undefined;
	let failures = 0;
	let down_since: number | undefined;
	let last_event_id = "";
	let is_closed = false;
	let retry: ReturnType<typeof setTimeout> | undefined;
	let poll: ReturnType<typeof setInterval> | undefined;

	const open = () => {
		source = connect(last_event_id === "" ? url : `${url}&last_event_id=${encodeURIComponent(last_event_id)}`);
		source.addEventListener("open", () => {
			// the line was down before it had heard of any event: nobody can say what came meanwhile, so look anew
			if (down_since !== undefined && last_event_id === "") onNews(undefined);
			failures = 0;
			down_since = undefined;
			clearInterval(poll);
			poll = undefined;
			onState({ kind: "live" });
		});
		source.addEventListener("order.changed", (event) => {
			last_event_id = event.lastEventId;
			onNews(JSON.parse(event.data) as OrderChanged);
		});
		source.addEventListener("resync", () => {
			last_event_id = "";
			onNews(undefined);
		});
		source.addEventListener("error", () => {
			if (is_closed) return;
			failures += 1;
			down_since ??= now();
			const is_polling = failures >= FAILURES_BEFORE_POLLING;
			onState({ kind: is_polling ? "polling" : "reconnecting", since: down_since });
			if (is_polling) poll ??= setInterval(() => onNews(undefined), POLL_MS);
			if (source?.readyState === 2) {
				clearTimeout(retry);
				retry = setTimeout(open, RECONNECT_MS);
			}
		});
	};
	open();
	return {
		close: () => {
			is_closed = true;
			clearTimeout(retry);
			clearInterval(poll);
			source?.close();
		},
	};
}
