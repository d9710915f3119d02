import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../base/clock.ts";
import { newId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import { type Job, LeaseLostError, type Queue } from "./jobs.ts";
import { openTestQueue } from "./test-queue.ts";
import { startWorker, type Worker } from "./worker.ts";

const NAME = "order.to-dsp";
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
let opened: Awaited<ReturnType<typeof openTestQueue>>;
let database: typeof opened.database;
let queue: Queue;
let worker: Worker | undefined;

beforeEach(async () => {
	opened = await openTestQueue();
	({ database, queue } = opened);
});

afterEach(async () => {
	await worker?.stop(5000);
	await opened.close();
});

const complete = (job: Job) => queue.transaction(async (tx) => tx.complete(NAME, job));
const send = (org_id: string, count: number, slug = "dsp") =>
	queue.transaction(async (tx) => {
		for (let n = 0; n < count; n++) tx.send(NAME, { org_id, n }, { key: newId(), slug });
	});

function start(handle: (job: Job) => Promise<void>, slots = 16, quarantine = complete): void {
	worker = startWorker({ queue, name: NAME, slots, handle, quarantine, clock: systemClock, log: silent });
}

test("a tenant with one message is served at once while another has thousands waiting, and those go on", async () => {
	const [flooding, modest] = [newId(), newId()];
	for (let batch = 0; batch < 4; batch++) await send(flooding, 1000);
	const done: Record<string, number> = { [flooding]: 0, [modest]: 0 };
	let before = 0;
	start(async (job) => {
		const org_id = String(job.data.org_id);
		if (org_id === modest) before = done[flooding] ?? 0;
		await complete(job);
		done[org_id] = (done[org_id] ?? 0) + 1;
	});
	await vi.waitUntil(() => (done[flooding] ?? 0) > 64, { timeout: 30_000 });
	const at = done[flooding] ?? 0;
	await send(modest, 1);
	await vi.waitUntil(() => done[modest] === 1, { timeout: 30_000, interval: 5 });
	// a place in line would be behind all 4000; a share is after what was under way and a look or two
	expect(before - at).toBeLessThan(200);
	await vi.waitUntil(() => (done[flooding] ?? 0) > before + 64, { timeout: 30_000 });
});

test("messages to a system that holds them never take all slots: those to others go on meanwhile", async () => {
	const org = newId();
	let release: () => void = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	await send(org, 40, "slow-dsp");
	await send(newId(), 40, "slow-dsp");
	let slow = 0;
	let quick = 0;
	start(async (job) => {
		if (job.group.startsWith("slow-dsp")) {
			slow++;
			await held;
		} else quick++;
		await complete(job);
	});
	await vi.waitUntil(() => slow > 8, { timeout: 30_000 });
	await send(org, 30, "quick-dsp");
	await vi.waitUntil(() => quick === 30, { timeout: 30_000 });
	expect(slow).toBeLessThan(16);
	release();
	await vi.waitUntil(() => slow === 80, { timeout: 30_000 });
});

test("a worker whose process waits for the database begins no more until that is over", async () => {
	let isPressed = true;
	let release: () => void = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	let begun = 0;
	let done = 0;
	await send(newId(), 30);
	const handle = async (job: Job) => {
		begun++;
		await held;
		await complete(job);
		done++;
	};
	worker = startWorker({
		...{ queue: { ...queue, isPressed: () => isPressed }, name: NAME, slots: 16, handle, quarantine: complete },
		...{ clock: systemClock, log: silent },
	});
	await vi.waitUntil(() => begun > 0, { timeout: 30_000 });
	const at_first = begun;
	// its notice, and a look that is due, come and go
	await send(newId(), 30);
	await queue.stats(Date.now());
	expect(begun).toBe(at_first);
	isPressed = false;
	await vi.waitUntil(() => begun > at_first, { timeout: 30_000 });
	release();
	await vi.waitUntil(() => done === 60, { timeout: 30_000 });
});

test("jobs whose hub is ended again and again are suspects, and no more; one that ends it when it runs alone is put aside", async () => {
	const [poison, innocent] = [newId(), newId()];
	await send(poison, 1);
	await send(innocent, 1);
	// hub after hub takes both and is gone
	for (const strikes of [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8]) {
		const jobs = await queue.fetch(NAME, 10);
		expect(jobs.map((job) => job.strikes)).toEqual([strikes, strikes]);
		await queue.reclaim();
	}
	// and then one more twice, when the one job has its turn
	for (const strikes of [8, 9]) {
		const jobs = await queue.fetch(NAME, 10);
		const job = jobs.find(({ data }) => data.org_id === poison) as Job;
		expect(job.strikes).toBe(strikes);
		await queue.strike(NAME, job);
		await queue.reclaim();
	}
	const aside: string[] = [];
	const ran: string[] = [];
	start(
		async (job) => {
			ran.push(String(job.data.org_id));
			await complete(job);
		},
		16,
		async (job) => {
			aside.push(String(job.data.org_id));
			await complete(job);
		},
	);
	await vi.waitUntil(() => aside.length + ran.length === 2, { timeout: 30_000 });
	expect([aside, ran]).toEqual([[poison], [innocent]]);
});

test("a job that throws five times in a row is put aside", async () => {
	const org = newId();
	await send(org, 1);
	let runs = 0;
	let aside = 0;
	start(
		async () => {
			runs++;
			// not waiting for the backoff: the row is due again at once
			setTimeout(makeDue, 20);
			throw new Error("cannot read this");
		},
		16,
		async (job) => {
			aside++;
			await complete(job);
		},
	);
	await vi.waitUntil(() => aside === 1, { timeout: 30_000 });
	expect(runs).toBe(5);
});

test("suspects run one at a time, so that the guilty one takes no other along", async () => {
	await send(newId(), 1);
	await send(newId(), 1);
	for (let crash = 0; crash < 8; crash++) {
		expect(await queue.fetch(NAME, 10)).toHaveLength(2);
		await queue.reclaim();
	}
	let at_once = 0;
	let most = 0;
	let done = 0;
	start(async (job) => {
		most = Math.max(most, ++at_once);
		expect(job.strikes).toBe(8);
		await complete(job);
		at_once--;
		done++;
	});
	await vi.waitUntil(() => done === 2, { timeout: 30_000 });
	expect(most).toBe(1);
});

test("a job whose worker is gone runs again when its time is over, and the old run can settle nothing", async () => {
	await send(newId(), 1);
	const [old] = await queue.fetch(NAME, 10);
	expect(await queue.reclaimExpired()).toBe(0);
	await database.db.query("UPDATE pgboss.job SET started_on = now() - interval '20 seconds' WHERE id = $1", [old?.id]);
	expect(await queue.reclaimExpired()).toBe(1);
	const [again] = await queue.fetch(NAME, 10);
	expect(again).toMatchObject({ id: old?.id, strikes: 1, retryCount: 1 });
	await expect(complete(old as Job)).rejects.toThrow(LeaseLostError);
	await queue.forgive(NAME, again as Job);
	await queue.reclaim();
	expect(await queue.fetch(NAME, 10)).toMatchObject([{ id: old?.id, strikes: 1 }]);
});

async function makeDue(): Promise<void> {
	await database.db.query("UPDATE pgboss.job SET start_after = now() - interval '1 second' WHERE state = 'retry'");
}
