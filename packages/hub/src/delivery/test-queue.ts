import { systemClock } from "../base/clock.ts";
import { openTestDatabase } from "../storage/test-database.ts";
import { createQueue } from "./queue.ts";

/** A queue on a database of its own, for tests; `close` ends both. */
export async function openTestQueue() {
	const database = await openTestDatabase();
	const queue = await createQueue({ db: database.db, clock: systemClock });
	return {
		database,
		queue,
		async close() {
			await queue.stop();
			await database.close();
		},
	};
}
