/**
 * Natural group commit (design.md section 6): callers that arrive while a flush is under way share the next one.
 * No timer: a lone caller is flushed at once. `flush` answers in the order of its items; when a shared flush fails,
 * each item is flushed alone, so that one bad row or one dead shard fails only its own caller.
 */
export function createBatch<Item, Result>(options: {
	flush: (items: Item[]) => Promise<Result[]>;
	max: number;
	concurrency: number;
}): (item: Item) => Promise<Result> {
	interface Waiting {
		item: Item;
		resolve: (result: Result) => void;
		reject: (error: unknown) => void;
	}
	const waiting: Waiting[] = [];
	let flushing = 0;

	function pump(): void {
		while (flushing < options.concurrency && waiting.length > 0) {
			flushing++;
			void flushNext(waiting.splice(0, options.max)).finally(() => {
				flushing--;
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
			for (const single of batch) await flushNext([single]);
		}
	}

	return (item) =>
		new Promise((resolve, reject) => {
			waiting.push({ item, resolve, reject });
			// one turn of the event loop lets requests that arrived together travel together
			if (waiting.length === 1) setImmediate(pump);
		});
}
