import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "../base/clock.ts";
import { newId } from "../base/id.ts";
import type { Database } from "../storage/database.ts";
import { connectDatabase } from "../storage/postgres.ts";
import { type Job, LeaseLostError, QUEUE_NAMES, type Queue } from "./jobs.ts";
import { createOrphans } from "./orphans.ts";
import { createQueue } from "./queue.ts";
import { openTestQueue } from "./test-queue.ts";

const NAME = "order.to-dsp";
let opened: Awaited<ReturnType<typeof openTestQueue>>;
let database: typeof opened.database;
let queue: Queue;

beforeAll(async () => {
	opened = await openTestQueue();
	({ database, queue } = opened);
});

afterEach(async () => {
	await database.db.query("DELETE FROM pgboss.job");
});

afterAll(async () => {
	await opened.close();
});

const send = () => queue.transaction(async (tx) => tx.send(NAME, { org_id: "a" }, { key: newId(), slug: "dsp" }));
const looks = async (orphans: () => Promise<number>, count: number) => {
	const found: number[] = [];
	for (let look = 0; look < count; look++) found.push(await orphans());
	return found;
};

/** Another hub: its sessions, and its queue. */
async function openOther(): Promise<{ queue: Queue; end(): Promise<void>; isGone(): Promise<void> }> {
	const db = await connectDatabase({ url: database.url, max: 2 });
	const sessions = () =>
		database.db.query("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", [db.session_name]);
	const other = await createQueue({ db, clock: systemClock });
	return {
		queue: other,
		/** The server ends a session a moment after its client. */
		async isGone() {
			await vi.waitUntil(async () => (await sessions()).length === 0, { timeout: 20_000 });
		},
		async end() {
			await other.stop();
			await db.close();
		},
	};
}

test("what a hub had claimed whose sessions are gone runs again, with a strike; nothing of one that lives", async () => {
	const orphans = createOrphans(database.db, QUEUE_NAMES);
	const [other, living] = [await openOther(), await openOther()];
	await send();
	const [job] = await other.queue.fetch(NAME, 1);
	await send();
	await living.queue.fetch(NAME, 1);
	expect(await looks(orphans, 4)).toEqual([0, 0, 0, 0]);
	await other.end();
	await other.isGone();
	expect(await looks(orphans, 3)).toEqual([0, 1, 0]);
	expect(await queue.fetch(NAME, 5)).toMatchObject([{ id: job?.id, strikes: 1, retryCount: 1 }]);
	await living.end();
});

test("a hub that only lost its sessions finds that its run is over, and settles nothing", async () => {
	const orphans = createOrphans(database.db, QUEUE_NAMES);
	const other = await openOther();
	await send();
	const [job] = await other.queue.fetch(NAME, 1);
	await other.end();
	await other.isGone();
	expect(await looks(orphans, 3)).toContain(1);
	await queue.fetch(NAME, 1);
	const late = await openOther();
	await expect(late.queue.transaction(async (tx) => tx.complete(NAME, job as Job))).rejects.toThrow(LeaseLostError);
	await late.end();
});

test("after a look that failed, when every hub has lost its sessions, nobody is taken for dead for a while", async () => {
	let isDown = false;
	const query: Database["query"] = (text, values) => {
		if (isDown) throw new Error("the database restarts");
		return database.db.query(text, values);
	};
	const orphans = createOrphans({ ...database.db, query }, QUEUE_NAMES);
	const other = await openOther();
	await send();
	await other.queue.fetch(NAME, 1);
	await other.end();
	await other.isGone();
	isDown = true;
	await expect(orphans()).rejects.toThrow("restarts");
	isDown = false;
	const found = await looks(orphans, 11);
	expect(found.slice(0, 9)).toEqual(Array(9).fill(0));
	expect(found).toContain(1);
});

test("a hub's own claims, and those at birth, carry its name", async () => {
	await send();
	await queue.fetch(NAME, 1);
	const rows = await database.db.query("SELECT DISTINCT group_tier FROM pgboss.job WHERE state = 'active'");
	expect(rows).toEqual([{ group_tier: database.db.session_name }]);
});
