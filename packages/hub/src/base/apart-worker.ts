import os from "node:os";
import { parentPort } from "node:worker_threads";
import type { ApartMessage, ApartWord } from "./apart.ts";
import { isHubError } from "./error.ts";

/** Steps below the event loop's priority, and the lowest that there is. */
const NICER = 5;
const NICEST = 19;

/** How a question is answered: it gets all of its parts, which are its own, and gives an answer part by part. */
export type Answerer = (parts: unknown[]) => Iterable<unknown> | AsyncIterable<unknown>;

/** The other side of `ApartWork.ask`: call it once in the thread's file, with an answerer for each question. */
export function answerApart(answerers: Readonly<Record<string, Answerer>>): void {
	giveWay();
	const parts: unknown[] = [];
	let answer: AsyncIterator<unknown> | Iterator<unknown> | undefined;
	parentPort?.on("message", async (word: ApartWord) => {
		if ("part" in word) return void parts.push(word.part);
		if ("is_over" in word) {
			answer = undefined;
			return;
		}
		try {
			answer ??= begin(answerers[word.next], parts.splice(0));
			const next = await answer.next();
			if (next.done === true) answer = undefined;
			say(next.done === true ? { is_end: true } : { part: next.value });
		} catch (error) {
			if (!isHubError(error)) throw error;
			answer = undefined;
			const { code, detail } = error;
			say({ refused: detail === undefined ? { code } : { code, detail } });
		}
	});
}

/** Where a thread has a priority of its own, the event loop's comes first: with it wait orders, here waits a sync. */
function giveWay(): void {
	if (process.platform === "linux") os.setPriority(Math.min(os.getPriority() + NICER, NICEST));
}

function begin(answerer: Answerer | undefined, parts: unknown[]): AsyncIterator<unknown> | Iterator<unknown> {
	if (answerer === undefined) throw new Error("a question that this thread has no answer to");
	const answer = answerer(parts);
	return Symbol.asyncIterator in answer ? answer[Symbol.asyncIterator]() : answer[Symbol.iterator]();
}

function say(message: ApartMessage): void {
	parentPort?.postMessage(message);
}
