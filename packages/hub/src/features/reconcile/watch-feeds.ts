import type { Sql } from "../../storage/database.ts";
import type { LocationRow } from "../../storage/tables/location.ts";
import { lastHeardAt, listPosFeeds, type PosFeedRow, readHeardWebhooks } from "../../storage/tables/pos-feed.ts";
import { countedSilence, HABIT_WINDOW_MS, habitOf, quietAfter } from "./feed-habit.ts";
import { findOpenSpans } from "./own-hours.ts";
import type { ReconcileParts } from "./reconcile.ts";

/** A habit is learned anew once a day. */
const LEARN_EVERY_MS = 24 * 3_600_000;

/**
 * What is to be known of the feeds of these locations now: a location that is open and has been silent for longer than it
 * ever is becomes quiet, which is written to the log once. A closed one, be it by its own hours, and one whose habit is not known
 * yet, never is.
 */
export async function watchFeeds(
	parts: Pick<ReconcileParts, "db" | "clock" | "log" | "onFeed">,
	org_id: string,
	locations: readonly LocationRow[],
): Promise<PosFeedRow[]> {
	const { db, clock, log, onFeed } = parts;
	const known = new Map((await listPosFeeds(db, org_id)).map((row) => [row.location_id, row]));
	const now = clock.now();
	const feeds: PosFeedRow[] = [];
	for (const { location_id, slug, status } of locations) {
		const before = known.get(location_id);
		const learned = await learn(parts, org_id, location_id, before, now);
		const last_at = await lastHeardAt(db, org_id, location_id);
		const { habit_ms } = learned;
		const is_quiet =
			status === "active" &&
			habit_ms !== null &&
			last_at !== null &&
			(await isUnusual(db, { org_id, location_id }, habit_ms, { from: last_at, to: now }));
		const was_quiet = before?.quiet_since != null;
		if (is_quiet && !was_quiet) {
			const reason = `silent for ${hours(now - last_at)} h, usually at most ${hours(habit_ms)} h`;
			log.warn("pos_feed.quiet", { org_id, location_id, slug, reason });
			onFeed({ slug, event: "quiet" });
		}
		if (was_quiet && !is_quiet) {
			log.info("pos_feed.heard_again", { org_id, location_id, slug });
			onFeed({ slug, event: "heard_again" });
		}
		const quiet_since = is_quiet ? (before?.quiet_since ?? last_at) : null;
		feeds.push({ location_id, ...learned, quiet_since, missing_since: before?.missing_since ?? null });
	}
	return feeds;
}

/** Whether a silence is longer than the location's habit, and its own hours do not explain it; they are read only then. */
async function isUnusual(
	db: Sql,
	target: { org_id: string; location_id: string },
	habit_ms: number,
	silence: { from: number; to: number },
): Promise<boolean> {
	const longest_ms = quietAfter(habit_ms);
	if (silence.to - silence.from <= longest_ms) return false;
	return countedSilence(silence, habit_ms, await findOpenSpans(db, target, silence.from, silence.to)) > longest_ms;
}

async function learn(
	{ db }: Pick<ReconcileParts, "db">,
	org_id: string,
	location_id: string,
	before: PosFeedRow | undefined,
	now: number,
): Promise<Pick<PosFeedRow, "habit_ms" | "learned_at">> {
	// while a location is quiet its habit stays what it was
	if (before !== undefined && (before.quiet_since !== null || now - before.learned_at < LEARN_EVERY_MS)) return before;
	const habit_ms = habitOf(await readHeardWebhooks(db, org_id, location_id, now - HABIT_WINDOW_MS));
	return { habit_ms, learned_at: now };
}

function hours(ms: number): string {
	return (ms / 3_600_000).toFixed(1);
}
