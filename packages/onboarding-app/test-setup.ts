import { ensureOnboardingPages } from "./scripts/ensure-pages.ts";

/** Vitest's global set-up: browser tests see the pages that these sources make. */
export async function setup(): Promise<void> {
	await ensureOnboardingPages(() => {});
}
