import type { Sql } from "../../storage/database.ts";
import { findSweptAt } from "../../storage/tables/integration-sweep.ts";

const HOUR_MS = 3_600_000;
/** A job runs at its own minute of an hour, give or take; it must not miss its turn by a second. */
const SLACK_MS = 5 * 60_000;

/** Whether so many hours have passed since a system was last compared. */
export async function isSweepDue(
	db: Sql,
	{ org_id, integration_id }: { org_id: string; integration_id: string },
	every_hours: number,
	now: number,
): Promise<boolean> {
	const swept_at = (await findSweptAt(db, org_id, integration_id)) ?? 0;
	return now - swept_at >= every_hours * HOUR_MS - SLACK_MS;
}
