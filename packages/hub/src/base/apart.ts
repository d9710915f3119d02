import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type ErrorCode, HubError } from "./error.ts";

/** What a worker of `answerApart` says. */
export type ApartMessage = { part: unknown } | { is_end: true } | { refused: { code: ErrorCode; detail?: string } };

/** Runs work on a thread of its own, so that it holds up nobody. */
export interface Apart {
	/**
	 * Give the parts to a new thread that runs `file`, and collect the parts of its answer. Both travel one by one, with a turn of
	 * the event loop after each, so a part should take a few milliseconds to copy. Throws the `HubError` that the work throws.
	 */
	run<Answer>(file: URL, parts: Iterable<unknown>): Promise<Answer[]>;
}

/** Room for what is new on the thread's heap: left to itself it grows to several times of that, for little. */
const YOUNG_MB = 16;

/** One thread at a time: the next work waits. `memory_mb`: more than this on the thread's heap fails the work. */
export function createApart({ memory_mb }: { memory_mb: number }): Apart {
	let last: Promise<unknown> = Promise.resolve();
	return {
		run<Answer>(file: URL, parts: Iterable<unknown>) {
			const turn = last.then(() => runOne<Answer>(file, parts, memory_mb));
			last = turn.catch(() => {});
			return turn;
		},
	};
}

async function runOne<Answer>(file: URL, parts: Iterable<unknown>, memory_mb: number): Promise<Answer[]> {
	const resourceLimits = { maxOldGenerationSizeMb: memory_mb, maxYoungGenerationSizeMb: YOUNG_MB };
	const worker = new Worker(file, { resourceLimits });
	const broken = new Promise<never>((_resolve, reject) => {
		worker.once("error", reject);
		worker.once("exit", (code) => reject(new Error(`the thread ended by itself with ${code}`)));
	});
	// heard of below, where the answer is waited for
	broken.catch(() => {});
	try {
		for (const part of parts) {
			worker.postMessage({ part });
			await setImmediate();
		}
		const answers: Answer[] = [];
		for (;;) {
			const message = await Promise.race([ask(worker), broken]);
			if ("refused" in message) {
				const { code, detail } = message.refused;
				throw new HubError(code, detail === undefined ? {} : { detail });
			}
			if ("is_end" in message) return answers;
			answers.push(message.part as Answer);
		}
	} finally {
		await worker.terminate();
	}
}

function ask(worker: Worker): Promise<ApartMessage> {
	return new Promise((resolve) => {
		worker.once("message", resolve);
		worker.postMessage({ is_next: true });
	});
}
