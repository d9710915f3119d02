import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type ErrorCode, HubError } from "./error.ts";

/** What the thread of a piece of work says. */
export type ApartMessage = { part: unknown } | { is_end: true } | { refused: { code: ErrorCode; detail?: string } };
/** What it is told: the parts of a question, to give one part more of its answer, or that the rest is not wanted. */
export type ApartWord = { part: unknown } | { next: string } | { is_over: true };

/** Runs work on threads of their own, so that it holds up nobody. */
export interface Apart {
	/** Start a thread that runs `file`, which calls `answerApart`; waits until the one before has ended. */
	open(file: URL): Promise<ApartWork>;
	/** Start a thread for `file` ahead of its work, which the next `open` of that file takes; not taken, it ends after a while. */
	warm(file: URL): void;
}

/** A thread at work. It keeps what it knows from question to question; end it, or the next one never starts. */
export interface ApartWork {
	/**
	 * Hand over a part of the next question. It travels by itself with a turn of the event loop, so it should take a few
	 * milliseconds to copy; `move`: its bytes are gone here afterwards instead.
	 */
	give(part: unknown, move?: ArrayBuffer): Promise<void>;
	/**
	 * Put a question about the parts that were given since the last one, and these, and get the answer part by part: while one is looked
	 * at, the thread makes the next. One question at a time. Throws the `HubError` that the work throws.
	 */
	ask<Answer>(question: string, parts?: Iterable<unknown>): AsyncGenerator<Answer, void, undefined>;
	end(): Promise<void>;
}

/** Room for what is new on the thread's heap: left to itself it grows to several times of that, for little. */
const YOUNG_MB = 16;
/** So long a thread that was started ahead waits for its work. */
const WARM_MS = 15_000;

/** One thread at a time. `memory_mb`: more than this on the thread's heap fails the work. */
export function createApart({ memory_mb }: { memory_mb: number }): Apart {
	let last: Promise<unknown> = Promise.resolve();
	let spare: { href: string; work: StartedWork; end: NodeJS.Timeout } | undefined;

	function takeSpare(file: URL): ApartWork | undefined {
		if (spare?.href !== file.href) return undefined;
		const { work, end } = spare;
		spare = undefined;
		clearTimeout(end);
		work.keepAlive(true);
		return work;
	}

	return {
		warm(file) {
			if (spare !== undefined) return;
			const work = start(file, memory_mb);
			work.keepAlive(false);
			const end = setTimeout(() => {
				spare = undefined;
				void work.end();
			}, WARM_MS).unref();
			spare = { href: file.href, work, end };
		},
		async open(file) {
			const before = last;
			const { promise: isOver, resolve: onEnd } = Promise.withResolvers<void>();
			last = isOver;
			await before;
			const work = takeSpare(file) ?? start(file, memory_mb);
			return {
				...{ give: work.give, ask: work.ask },
				async end() {
					await work.end();
					onEnd();
				},
			};
		},
	};
}

interface StartedWork extends ApartWork {
	/** Whether the process waits for it before it ends. */
	keepAlive(does: boolean): void;
}

function start(file: URL, memory_mb: number): StartedWork {
	const resourceLimits = { maxOldGenerationSizeMb: memory_mb, maxYoungGenerationSizeMb: YOUNG_MB };
	const worker = new Worker(file, { resourceLimits });
	const broken = new Promise<never>((_resolve, reject) => {
		worker.once("error", reject);
		worker.once("exit", (code) => reject(new Error(`the thread ended by itself with ${code}`)));
	});
	// heard of below, where an answer is waited for
	broken.catch(() => {});
	async function give(part: unknown, move?: ArrayBuffer): Promise<void> {
		worker.postMessage({ part } satisfies ApartWord, move === undefined ? [] : [move]);
		await setImmediate();
	}
	return {
		give,
		keepAlive: (does) => (does ? worker.ref() : worker.unref()),
		async *ask<Answer>(question: string, parts: Iterable<unknown> = []) {
			for (const part of parts) await give(part);
			let next = answerOf(worker, question);
			let isOver = false;
			try {
				for (;;) {
					const message = await Promise.race([next, broken]);
					isOver = !("part" in message);
					if ("refused" in message) {
						const { code, detail } = message.refused;
						throw new HubError(code, detail === undefined ? {} : { detail });
					}
					if ("is_end" in message) return;
					next = answerOf(worker, question);
					yield message.part as Answer;
				}
			} finally {
				if (!isOver) {
					await Promise.race([next, broken]).catch(() => {});
					worker.postMessage({ is_over: true } satisfies ApartWord);
				}
			}
		},
		async end() {
			await worker.terminate();
		},
	};
}

function answerOf(worker: Worker, question: string): Promise<ApartMessage> {
	return new Promise((resolve) => {
		worker.once("message", resolve);
		worker.postMessage({ next: question } satisfies ApartWord);
	});
}
