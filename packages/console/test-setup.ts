import { ensureConsole } from "./scripts/ensure-console.ts";

/** Vitest's global set-up: browser tests see the console that these sources make. */
export async function setup(): Promise<void> {
	await ensureConsole(() => {});
}
