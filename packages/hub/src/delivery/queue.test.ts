import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../base/id.ts";
import { type Job, LeaseLostError, type Queue } from "./jobs.ts";
import { openTestQueue } from "./test-queue.ts";

let opened: Awaited<ReturnType<typeof openTestQueue>>;
let database: typeof opened.database;
let queue: Queue;

beforeAll(async () => {
	opened = await openTestQueue();
	({ database, queue } = opened);
});

afterAll(async () => {
	await opened.close();
});

const send = (key: string, n: number, start_after?: number) =>
	queue.transaction(async (tx) =>
		tx.send("order.to-pos", { n }, { key, ...(start_after === undefined ? {} : { start_after }) }),
	);
const complete = (job: Job) => queue.transaction(async (tx) => tx.complete("order.to-pos", job));

test("a job that was sent in a transaction which failed does not exist", async () => {
	await expect(
		queue.transaction(async (tx) => {
			tx.send("order.deadline", { lost: true });
			throw new Error("the order could not be stored");
		}),
	).rejects.toThrow("the order could not be stored");
	expect(await queue.fetch("order.deadline", 10)).toEqual([]);
});

test("the messages of one order go out one at a time and in the order in which they were sent", async () => {
	const key = newId();
	for (const n of [1, 2, 3]) await send(key, n);
	for (const n of [1, 2, 3]) {
		const jobs = await queue.fetch("order.to-pos", 10);
		expect(jobs.map((job) => job.data.n)).toEqual([n]);
		await complete(jobs[0] as Job);
	}
});

test("jobs sent together keep their order too", async () => {
	const key = newId();
	await queue.transaction(async (tx) => [1, 2, 3, 4].map((n) => tx.send("order.to-pos", { n }, { key })));
	const seen: unknown[] = [];
	for (let turn = 0; turn < 4; turn++) {
		const [job] = await queue.fetch("order.to-pos", 10);
		seen.push(job?.data.n);
		await complete(job as Job);
	}
	expect(seen).toEqual([1, 2, 3, 4]);
});

test("a retry keeps its place before later messages of the same order and waits for its time", async () => {
	const key = newId();
	await send(key, 1);
	const [first] = await queue.fetch("order.to-pos", 10);
	await send(key, 2);
	await queue.transaction(async (tx) => tx.retryAt("order.to-pos", first as Job, Date.now() + 3_600_000));
	expect(await queue.fetch("order.to-pos", 10)).toEqual([]);
	await database.db.query("UPDATE pgboss.job SET start_after = $1 WHERE id = $2", [
		new Date(Date.now() - 1000),
		first?.id,
	]);
	const [again] = await queue.fetch("order.to-pos", 10);
	expect(again?.data.n).toBe(1);
	expect(again?.retryCount).toBe((first?.retryCount ?? 0) + 1);
	await complete(again as Job);
	const [second] = await queue.fetch("order.to-pos", 10);
	expect(second?.data.n).toBe(2);
	await complete(second as Job);
});

test("the settlement of an outlived attempt changes nothing", async () => {
	const key = newId();
	await send(key, 1);
	const [first] = await queue.fetch("order.to-pos", 10);
	await queue.transaction(async (tx) => tx.retryAt("order.to-pos", first as Job, Date.now() - 1000));
	const [second] = await queue.fetch("order.to-pos", 10);
	expect(second?.id).toBe(first?.id);
	await expect(complete(first as Job)).rejects.toThrow(LeaseLostError);
	await queue.transaction(async (tx) => tx.retryAt("order.to-pos", second as Job, Date.now() - 1000));
	const [third] = await queue.fetch("order.to-pos", 10);
	expect(third?.id).toBe(first?.id);
	await complete(third as Job);
});

test("a first job goes to the free worker of this process at its commit, and nobody else is woken for it", async () => {
	const taken: Job[] = [];
	let woken = 0;
	let slots = 1;
	queue.attach("order.to-dsp", { wake: () => woken++, free: () => slots, take: (jobs) => taken.push(...jobs) });
	const first = (fresh: string) => ({ key: newId(), id: newId(), first: { fresh } });
	await queue.transaction(async (tx) => tx.send("order.to-dsp", { n: 1 }, first("known")));
	expect(taken.map(({ data, fresh }) => [data.n, fresh])).toEqual([[1, "known"]]);
	expect(await queue.fetch("order.to-dsp", 10)).toEqual([]);
	slots = 0;
	await queue.transaction(async (tx) => tx.send("order.to-dsp", { n: 2 }, first("unneeded")));
	// notifications come in the order of their commits: behind this one there is none of the jobs before it
	let last = 0;
	queue.attach("order.deadline", { wake: () => last++, free: () => 0, take: () => {} });
	await queue.transaction(async (tx) => tx.send("order.deadline", {}));
	await vi.waitFor(() => expect(last).toBe(2));
	expect(woken).toBe(2);
	for (const job of await queue.fetch("order.deadline", 10))
		await queue.transaction(async (tx) => tx.complete("order.deadline", job));
	const [second] = await queue.fetch("order.to-dsp", 10);
	expect(second?.data.n).toBe(2);
	for (const job of [...taken, second as Job]) await queue.transaction(async (tx) => tx.complete("order.to-dsp", job));
});

test("whoever has lost a job writes nothing with it: neither when it ends the job nor when it only goes on", async () => {
	const key = newId();
	await send(key, 1);
	const [first] = await queue.fetch("order.to-pos", 10);
	const write = (how: "hold" | "complete", job: Job | undefined) =>
		queue.transaction(async (tx) => {
			tx[how]("order.to-pos", job as Job);
			tx.send("order.deadline", { written: how });
		});
	await queue.transaction(async (tx) => tx.hold("order.to-pos", first as Job));
	await queue.postpone("order.to-pos", first as Job, Date.now() - 1000);
	const [second] = await queue.fetch("order.to-pos", 10);
	await expect(write("hold", first)).rejects.toThrow(LeaseLostError);
	await expect(write("complete", first)).rejects.toThrow(LeaseLostError);
	expect(await queue.fetch("order.deadline", 10)).toEqual([]);
	await complete(second as Job);
});

test("a job whose time is over is taken from a worker that hangs, and no other is", async () => {
	for (const n of [1, 2]) await send(newId(), n);
	const jobs = await queue.fetch("order.to-pos", 10);
	expect(jobs).toHaveLength(2);
	expect(await queue.reclaimExpired()).toBe(0);
	const [old, young] = jobs as [Job, Job];
	await database.db.query("UPDATE pgboss.job SET started_on = now() - interval '16 s' WHERE id = $1", [old.id]);
	expect(await queue.reclaimExpired()).toBe(1);
	const again = await queue.fetch("order.to-pos", 10);
	expect(again.map(({ id }) => id)).toEqual([old.id]);
	await expect(complete(old)).rejects.toThrow(LeaseLostError);
	for (const job of [...again, young]) await complete(job);
});

test("the same job sent twice under one id runs once", async () => {
	const id = newId();
	for (let n = 0; n < 2; n++) await queue.transaction(async (tx) => tx.send("order.to-pos", { n }, { key: id, id }));
	const jobs = await queue.fetch("order.to-pos", 10);
	expect(jobs).toHaveLength(1);
	await complete(jobs[0] as Job);
	expect(await queue.fetch("order.to-pos", 10)).toEqual([]);
});

test("after a crash the only hub takes over every claimed job at once", async () => {
	const key = newId();
	await send(key, 7);
	const [claimed] = await queue.fetch("order.to-pos", 10);
	expect(await queue.fetch("order.to-pos", 10)).toEqual([]);
	await queue.reclaim();
	const [again] = await queue.fetch("order.to-pos", 10);
	expect(again?.id).toBe(claimed?.id);
	await complete(again as Job);
});
