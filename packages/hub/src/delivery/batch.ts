import { HubError } from "../base/error.ts";

/**
 * Natural group commit (design.md section 6): callers that arrive while a flush is under way share the next one.
 * Nobody waits for company: a lone caller is flushed at once. `flush` answers in the order of its items; when a shared
 * flush fails, each item is flushed alone, so that one bad row or one dead shard fails only its own caller.
 * `patience_ms`: whoever has not begun to be flushed by then gets `unavailable`, and so does at once whoever comes after
 * that until a flush has ended: neither callers nor memory wait for a database that stands still.
 */
export function createBatch<Item, Result>(options: {
	flush: (items: Item[]) => Promise<Result[]>;
	max: number;
	concurrency: number;
	patience_ms?: number;
}): (item: Item) => Promise<Result> {
	interface Waiting {
		item: Item;
		resolve: (result: Result) => void;
		reject: (error: unknown) => void;
		give_up_at: number;
	}
	const { patience_ms = Number.POSITIVE_INFINITY } = options;
	const waiting: Waiting[] = [];
	let flushing = 0;
	let patience: NodeJS.Timeout | undefined;
	let is_stuck = false;

	function pump(): void {
		while (flushing < options.concurrency && waiting.length > 0) {
			flushing++;
			void flushNext(waiting.splice(0, options.max)).finally(() => {
				flushing--;
				is_stuck = false;
				pump();
			});
		}
	}

	async function flushNext(batch: Waiting[]): Promise<void> {
		try {
			const results = await options.flush(batch.map(({ item }) => item));
			for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
		} catch (error) {
			if (batch.length === 1) return batch[0]?.reject(error);
			for (const single of batch) {
				if (isOver(single)) single.reject(error);
				else await flushNext([single]);
			}
		}
	}

	function isOver({ give_up_at }: Waiting): boolean {
		return give_up_at <= performance.now();
	}

	/** Those who came first run out of patience first. */
	function watchPatience(): void {
		const first = waiting[0];
		if (patience_ms === Number.POSITIVE_INFINITY || patience !== undefined || first === undefined) return;
		patience = setTimeout(
			() => {
				patience = undefined;
				const fresh = waiting.findIndex((one) => !isOver(one));
				const late = waiting.splice(0, fresh === -1 ? waiting.length : fresh);
				is_stuck ||= late.length > 0;
				for (const { reject } of late) reject(unavailable());
				watchPatience();
			},
			Math.max(1, first.give_up_at - performance.now()),
		);
		patience.unref();
	}

	return (item) =>
		new Promise((resolve, reject) => {
			if (is_stuck) return reject(unavailable());
			waiting.push({ item, resolve, reject, give_up_at: performance.now() + patience_ms });
			watchPatience();
			// one turn of the event loop lets requests that arrived together travel together
			if (waiting.length === 1) setImmediate(pump);
		});
}

function unavailable(): HubError {
	return new HubError("unavailable", { detail: "The database cannot take this now.", retry_after_s: 1 });
}
