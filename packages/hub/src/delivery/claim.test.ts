import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../base/clock.ts";
import { newId } from "../base/id.ts";
import { pagesOf } from "../storage/test-pages.ts";
import { groupOf, type Job, type Queue } from "./jobs.ts";
import { createQueue } from "./queue.ts";
import { openTestQueue } from "./test-queue.ts";

const NAME = "order.to-pos";
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

/** `count` jobs of one merchant at one POS, each of a key of its own. */
async function send(org_id: string, count: number, slug = "pos"): Promise<void> {
	for (let left = count; left > 0; left -= 1000) {
		await queue.transaction(async (tx) => {
			for (let n = 0; n < Math.min(left, 1000); n++) tx.send(NAME, { org_id }, { key: newId(), slug });
		});
	}
}

const JOBS = { schemaname: "pgboss", relname: "%", is_look: true };

test("a look costs the same however much waits, although the planner has not heard of it yet", async () => {
	await send("a", 400);
	const few = await pagesOf(database.db, JOBS, () => queue.fetch(NAME, 64));
	await send("a", 12_000);
	const many = await pagesOf(database.db, JOBS, () => queue.fetch(NAME, 64));
	expect(few).toBeGreaterThan(64);
	expect(many).toBeLessThan(3 * few);
});

test("who has thousands waiting stands before nobody: the first of each group are looked at by when they are due", async () => {
	await send("crowd", 3000);
	await send("single", 1);
	const jobs = await queue.fetch(NAME, 64, [groupOf("pos", "crowd")]);
	expect(jobs.map(({ group }) => group)).toEqual([groupOf("pos", "single")]);
	const [first] = await queue.fetch(NAME, 1);
	expect(first?.group).toBe(groupOf("pos", "crowd"));
});

test("two hubs that look at once claim each job once, and each key once", async () => {
	const other = await createQueue({ db: database.db, clock: systemClock });
	try {
		const keys = Array.from({ length: 40 }, () => newId());
		await queue.transaction(async (tx) => {
			for (const key of [...keys, ...keys, ...keys]) tx.send(NAME, { org_id: "a", key }, { key, slug: "pos" });
		});
		const done: unknown[] = [];
		while (done.length < 120) {
			const looks = await Promise.all([queue, other, queue, other].map((one) => one.fetch(NAME, 16)));
			const jobs = looks.flat();
			expect(new Set(jobs.map(({ data }) => data.key)).size).toBe(jobs.length);
			await queue.transaction(async (tx) => jobs.forEach((job: Job) => void tx.complete(NAME, job)));
			done.push(...jobs.map(({ id }) => id));
		}
		expect(new Set(done).size).toBe(120);
	} finally {
		await other.stop();
	}
});

test("jobs of an older hub, which have no group, are claimed as well", async () => {
	await send("a", 1);
	await database.db.query("UPDATE pgboss.job SET group_id = NULL");
	expect(await queue.fetch(NAME, 5)).toMatchObject([{ group: "" }]);
});
