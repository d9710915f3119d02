import { setTimeout as pause } from "node:timers/promises";

/** Look again and again until something is there: resolves with it. Throws with `what` was waited for. Times in ms. */
export async function until<T>(
	what: string,
	look: () => T | Promise<T>,
	patience_ms: number,
	every_ms = 20,
): Promise<NonNullable<T>> {
	const give_up_at = performance.now() + patience_ms;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== null && found !== false) return found;
		if (performance.now() > give_up_at) throw new Error(`waited ${patience_ms} ms in vain: ${what}`);
		await pause(every_ms);
	}
}
