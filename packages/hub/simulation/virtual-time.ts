import { setFlagsFromString } from "node:v8";
import type { Random } from "./random.ts";

/** A clock that jumps from one happening to the next, epoch ms. */
export interface VirtualTime {
	now(): number;
	/** Do something at `at`, after everything that is due before it or was planned earlier for the same moment. */
	plan(at: number, act: () => void): { cancel(): void };
	sleep(ms: number): Promise<void>;
	/**
	 * Let time pass until nothing is planned, `end` has come or `isOver` says so; runs to completion before it returns. For
	 * its length the process's clocks, timers and chance are the simulated ones, so that the code under it runs unchanged.
	 */
	run(end: number, isOver: () => boolean): void;
}

interface Planned {
	at: number;
	n: number;
	act: (() => void) | undefined;
}

setFlagsFromString("--allow-natives-syntax");
/** Run every promise reaction that is due, without waiting for the event loop: the next happening comes when all is still. */
const settlePromises = new Function("%PerformMicrotaskCheckpoint()") as () => void;

export function createVirtualTime(start: number, random: Random): VirtualTime {
	const heap: Planned[] = [];
	let now = start;
	let count = 0;

	function plan(at: number, act: () => void) {
		const planned: Planned = { at: Math.max(at, now), n: count++, act };
		push(heap, planned);
		return {
			cancel() {
				planned.act = undefined;
			},
		};
	}

	return {
		now: () => now,
		plan,
		sleep: (ms) => new Promise((resolve) => void plan(now + ms, resolve)),
		run(end, isOver) {
			const giveBack = takeOver({ now: () => now, plan }, start, random);
			try {
				settlePromises();
				for (let next = pop(heap); next !== undefined && next.at <= end && !isOver(); next = pop(heap)) {
					if (next.act === undefined) continue;
					now = next.at;
					next.act();
					settlePromises();
				}
			} finally {
				giveBack();
			}
		},
	};
}

/** Put simulated clocks, timers and chance in the place of the process's own; returns how to give them back. */
function takeOver(time: Pick<VirtualTime, "now" | "plan">, start: number, random: Random): () => void {
	const own = {
		dateNow: Date.now,
		performanceNow: performance.now,
		random: Math.random,
		timers: { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate },
	};
	const timer = (planned: { cancel(): void }) => ({ ...planned, ref() {}, unref() {} });
	const every = (act: () => void, ms: number) => {
		let planned = time.plan(time.now() + ms, again);
		function again() {
			planned = time.plan(time.now() + ms, again);
			act();
		}
		return timer({ cancel: () => planned.cancel() });
	};
	const cancel = (planned: { cancel(): void } | undefined) => planned?.cancel();
	Date.now = () => Math.floor(time.now());
	performance.now = () => time.now() - start;
	Math.random = random.next;
	Object.assign(globalThis, {
		setTimeout: (act: () => void, ms = 0) => timer(time.plan(time.now() + ms, act)),
		clearTimeout: cancel,
		setInterval: every,
		clearInterval: cancel,
		setImmediate: (act: () => void) => timer(time.plan(time.now(), act)),
	});
	return () => {
		Date.now = own.dateNow;
		performance.now = own.performanceNow;
		Math.random = own.random;
		Object.assign(globalThis, own.timers);
	};
}

function isBefore(a: Planned, b: Planned): boolean {
	return a.at < b.at || (a.at === b.at && a.n < b.n);
}

function push(heap: Planned[], planned: Planned): void {
	let index = heap.length;
	heap.push(planned);
	while (index > 0) {
		const parent = (index - 1) >> 1;
		if (!isBefore(planned, heap[parent] as Planned)) break;
		heap[index] = heap[parent] as Planned;
		index = parent;
	}
	heap[index] = planned;
}

function pop(heap: Planned[]): Planned | undefined {
	const first = heap[0];
	const last = heap.pop();
	if (first === undefined || last === undefined || heap.length === 0) return first;
	let index = 0;
	for (;;) {
		let child = 2 * index + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && isBefore(heap[child + 1] as Planned, heap[child] as Planned)) child++;
		if (!isBefore(heap[child] as Planned, last)) break;
		heap[index] = heap[child] as Planned;
		index = child;
	}
	heap[index] = last;
	return first;
}
