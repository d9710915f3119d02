import type { EndpointReply } from "./call.ts";

/**
 * Remembers the answer that was given to an idempotency key, which makes redelivery harmless: the same order never
 * becomes two tickets, and the hub hears the same answer again. A POS with a database keeps this beside its tickets.
 */
export interface AnswerLedger {
	/** Runs `make` for the first call with a key only; a failure is not remembered, so the hub may try again. */
	once(key: string, make: () => Promise<EndpointReply>): Promise<{ reply: EndpointReply; is_replay: boolean }>;
}

/** The ledger in memory. Keeps the newest `capacity` answers; a call that is still running counts as its answer. */
export function createMemoryLedger({ capacity = 100_000 } = {}): AnswerLedger {
	const answers = new Map<string, Promise<EndpointReply>>();
	return {
		async once(key, make) {
			const known = answers.get(key);
			if (known !== undefined) return { reply: await known, is_replay: true };
			const made = make();
			answers.set(key, made);
			if (answers.size > capacity) answers.delete(answers.keys().next().value as string);
			try {
				return { reply: await made, is_replay: false };
			} catch (error) {
				answers.delete(key);
				throw error;
			}
		},
	};
}
