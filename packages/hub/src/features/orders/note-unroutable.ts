import type { Clock } from "../../base/clock.ts";
import { isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Sql } from "../../storage/database.ts";
import { noteUnroutableOrder } from "../../storage/tables/unroutable-order.ts";
import type { Placed, Submission } from "./place.ts";

const WINDOW_MS = 3_600_000;
/** New ones that a DSP may leave in an hour, for each process: a flood of made-up stores fills no disk. */
const KEPT_MAX = 1_000;

/**
 * Taking an order, which keeps what found no store for a person to look at (product.md 4.2, unroutable tray). What the DSP hears
 * is the same `location_not_found`; keeping it may fail without changing that.
 */
export function keepUnroutable(
	place: (submission: Submission) => Promise<Placed>,
	deps: { db: Sql; clock: Clock; log: Log },
): (submission: Submission) => Promise<Placed> {
	const { db, clock, log } = deps;
	const kept = new Map<string, { count: number; since: number }>();

	function mayKeep(slug: string): boolean {
		const window = kept.get(slug);
		if (window === undefined || clock.now() - window.since >= WINDOW_MS) {
			kept.set(slug, { count: 1, since: clock.now() });
			return true;
		}
		window.count++;
		return window.count <= KEPT_MAX;
	}

	return async (submission) => {
		try {
			return await place(submission);
		} catch (error) {
			if (isHubError(error, "location_not_found") && mayKeep(submission.slug)) {
				const now = clock.now();
				const { slug, dsp_location_id, dsp_order_id, body, verdict_deadline_s } = submission;
				await noteUnroutableOrder(db, {
					...{ unroutable_id: newId(), slug, dsp_location_id, dsp_order_id, body },
					...{ received_at: now, last_received_at: now, respond_by: now + verdict_deadline_s * 1000 },
				}).catch((failure: unknown) => log.warn("order.unroutable_not_kept", { slug, error: failure }));
			}
			throw error;
		}
	};
}
