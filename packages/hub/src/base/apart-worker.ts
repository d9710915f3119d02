import { parentPort } from "node:worker_threads";
import type { ApartMessage } from "./apart.ts";
import { isHubError } from "./error.ts";

/**
 * The other side of `Apart.run`: call it once in the thread's file. `work` gets all parts when the first part of the answer is
 * asked for; what it gives is handed over part by part.
 */
export function answerApart(work: (parts: readonly unknown[]) => Promise<Iterable<unknown>>): void {
	const parts: unknown[] = [];
	let answer: Iterator<unknown> | undefined;
	parentPort?.on("message", async (message: { part: unknown } | { is_next: true }) => {
		if ("part" in message) return void parts.push(message.part);
		try {
			answer ??= (await work(parts.splice(0)))[Symbol.iterator]();
			const next = answer.next();
			say(next.done === true ? { is_end: true } : { part: next.value });
		} catch (error) {
			if (!isHubError(error)) throw error;
			const { code, detail } = error;
			say({ refused: detail === undefined ? { code } : { code, detail } });
		}
	});
}

function say(message: ApartMessage): void {
	parentPort?.postMessage(message);
}
