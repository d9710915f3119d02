import type { OrderChanged } from "@ticketrail/contract";
import { oldestIdOf } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import { listNews, type NewsRow } from "../../storage/tables/console-news.ts";
import { findConsoleOrders } from "../../storage/tables/console-order.ts";
import { type ConsoleParts, type ConsoleScope, timeOfId } from "./console.ts";
import { endOf, readCursorText, writeCursor } from "./news-cursor.ts";
import { orderListRow } from "./order-board.ts";

/** One message of the stream: the data, and how far the browser has heard with it. */
export interface NewsMessage {
	event: "order.changed" | "resync";
	id: string;
	data: OrderChanged | { reason: string };
}

/** A browser that listens. `send` returns false when it cannot take more: then it is let go, and comes back. */
export interface Listener {
	scope: ConsoleScope;
	/** which types it wants, as `order.*` or whole names */
	types: readonly string[];
	/** where it stopped, if it was here before */
	last_event_id: string | undefined;
	send(message: NewsMessage): boolean;
}

/** How often this process looks for news while anybody listens. */
const POLL_MS = 500;
/** An event that was made longer ago than this is committed or will never be. */
const SETTLE_MS = 5_000;
/** News that a browser which was away is told one by one. */
const NEWS_MAX = 1_000;
/** Rows of one look, of which most were heard before. */
const LOOK_MAX = 5_000;
/** Longer away than this: the list is read anew. */
const REPLAY_MS = 24 * 3_600_000;

/** A cursor from further ahead was never ours: clocks of hubs are not that far apart. */
const CLOCKS_APART_MS = 60_000;

interface Hearing extends Listener {
	settled: string;
	/** id → its end, of what was heard beyond `settled` */
	heard: Map<string, string>;
	/** ends that the browser brought along */
	brought: ReadonlySet<string>;
	/** the least id of the time at which it came: beyond it nothing was heard before */
	came_at: string;
}

/**
 * Tells browsers of orders, out of the event log: whatever hub took the order, and whatever was missed in between. One look at the
 * database for all browsers of this process; it rests while nobody listens.
 */
export function createLiveNews(parts: ConsoleParts & { log: Log }): {
	listen(listener: Listener): Promise<() => void>;
	stop(): void;
} {
	const { db, clock, log } = parts;
	const hearings = new Set<Hearing>();
	let timer: NodeJS.Timeout | undefined;
	let is_stopped = false;

	async function listen(listener: Listener): Promise<() => void> {
		const now = clock.now();
		const brought = listener.last_event_id === undefined ? undefined : readCursorText(listener.last_event_id);
		const age_ms = brought === undefined ? 0 : now - timeOfId(brought.settled);
		const is_lost =
			listener.last_event_id !== undefined && (!brought || age_ms > REPLAY_MS || age_ms < -CLOCKS_APART_MS);
		const hearing: Hearing = {
			...listener,
			// what is being committed at this moment is told rather than lost
			settled: is_lost || !brought ? oldestIdOf(now - SETTLE_MS) : brought.settled,
			heard: new Map(),
			brought: brought?.heard ?? new Set(),
			came_at: oldestIdOf(now),
		};
		if (is_lost) tellResync(hearing, "The last event is unknown or too old.");
		if (brought && !is_lost) await catchUp(hearing);
		hearings.add(hearing);
		timer ??= setTimeout(look, POLL_MS);
		return () => void hearings.delete(hearing);
	}

	/** What a browser missed while it was away. */
	async function catchUp(hearing: Hearing): Promise<void> {
		const news = await listNews(db, hearing.scope.org_id, hearing.settled, NEWS_MAX + 1);
		if (news.length <= NEWS_MAX) return await tell([hearing], news);
		hearing.settled = oldestIdOf(clock.now());
		tellResync(hearing, "Too much has happened since the last event.");
	}

	async function look(): Promise<void> {
		try {
			if (hearings.size > 0) {
				const all = [...hearings];
				const [eldest = ""] = all.map((hearing) => hearing.settled).sort();
				await tell(all, await listNews(db, null, eldest, LOOK_MAX));
			}
		} catch (error) {
			log.warn("console.news_failed", { error });
		}
		timer = is_stopped || hearings.size === 0 ? undefined : setTimeout(look, POLL_MS).unref();
	}

	async function tell(listeners: readonly Hearing[], news: readonly NewsRow[]): Promise<void> {
		const wanted = news.filter((row) => listeners.some((hearing) => isNew(hearing, row)));
		const now = clock.now();
		const org_ids = [...new Set(wanted.map((row) => row.org_id))];
		const order_ids = [...new Set(wanted.map((row) => row.order_id))];
		const rows = wanted.length === 0 ? [] : await findConsoleOrders(db, org_ids, order_ids, now);
		const orders = new Map(rows.map((row) => [row.order_id, orderListRow(row, now)]));
		for (const hearing of listeners) {
			for (const row of wanted) {
				const order = orders.get(row.order_id);
				if (!order || !isNew(hearing, row)) continue;
				hearing.heard.set(row.event_id, endOf(row.event_id));
				if (!wants(hearing, row.type)) continue;
				const { event_id, at, type } = row;
				if (!say(hearing, { event: "order.changed", id: cursorOf(hearing), data: { event_id, at, type, order } }))
					break;
			}
			settle(hearing, news, now);
		}
	}

	function say(hearing: Hearing, message: NewsMessage): boolean {
		if (hearing.send(message)) return true;
		hearings.delete(hearing);
		return false;
	}

	function tellResync(hearing: Hearing, reason: string): void {
		say(hearing, { event: "resync", id: cursorOf(hearing), data: { reason } });
	}

	return {
		listen,
		stop() {
			is_stopped = true;
			clearTimeout(timer);
			hearings.clear();
		},
	};
}

function isNew(hearing: Hearing, row: NewsRow): boolean {
	const is_seen = hearing.scope.org_id === null || hearing.scope.org_id === row.org_id;
	const is_heard = hearing.heard.has(row.event_id) || hearing.brought.has(endOf(row.event_id));
	return is_seen && row.event_id > hearing.settled && !is_heard;
}

function wants({ types }: Hearing, type: string): boolean {
	return types.some((wanted) => (wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted));
}

/** What is older than the time of settling needs not be remembered one by one; nothing goes past what was looked at. */
function settle(hearing: Hearing, news: readonly NewsRow[], now: number): void {
	const is_cut = news.length >= LOOK_MAX;
	const last = news.at(-1)?.event_id;
	const line = oldestIdOf(now - SETTLE_MS);
	const settled = is_cut && last !== undefined && last < line ? last : line;
	if (settled <= hearing.settled) return;
	hearing.settled = settled;
	if (settled > hearing.came_at) hearing.brought = new Set();
	for (const event_id of hearing.heard.keys()) if (event_id <= settled) hearing.heard.delete(event_id);
}

function cursorOf(hearing: Hearing): string {
	const heard = new Set([...hearing.brought, ...hearing.heard.values()]);
	return writeCursor({ settled: hearing.settled, heard });
}
