import { setTimeout as pause } from "node:timers/promises";

/** How long a busy machine is forgiven; no condition of a test is meant to take so long. */
export const PATIENCE_MS = 60_000;
const LOOK_MS = 10;

/** Look again and again until something is there: resolves with it. Throws with `what` was waited for. */
export async function until<T>(
	what: string,
	look: () => T | Promise<T>,
	patience_ms = PATIENCE_MS,
): Promise<NonNullable<Exclude<T, false | 0 | "">>> {
	const give_up_at = performance.now() + patience_ms;
	for (;;) {
		const found = await look();
		if (found) return found as NonNullable<Exclude<T, false | 0 | "">>;
		if (performance.now() > give_up_at) throw new Error(`waited ${patience_ms} ms in vain: ${what}`);
		await pause(LOOK_MS);
	}
}
