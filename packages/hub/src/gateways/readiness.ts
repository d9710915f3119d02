import { HubError } from "../base/error.ts";

/** A check that resolves when all is well and throws when not; a `HubError`'s detail is shown, anything else is not. */
export type ReadinessCheck = () => Promise<unknown>;

/** What the checks found. */
export interface Readiness {
	is_ready: boolean;
	checks: { name: string; is_ok: boolean; detail?: string }[];
}

/** A check that takes longer than this has failed: whoever asks wants to know now. */
const TIME_LIMIT_MS = 2_000;

/**
 * Makes the question "does this hub take work?". Callers at the same time share one round of checks, so that asking
 * often costs the database nothing more.
 */
export function createReadiness(checks: Readonly<Record<string, ReadinessCheck>>): () => Promise<Readiness> {
	let round: Promise<Readiness> | undefined;
	return () => {
		round ??= runAll(checks).finally(() => {
			round = undefined;
		});
		return round;
	};
}

async function runAll(checks: Readonly<Record<string, ReadinessCheck>>): Promise<Readiness> {
	const results = await Promise.all(Object.entries(checks).map(([name, check]) => runOne(name, check)));
	return { is_ready: results.every(({ is_ok }) => is_ok), checks: results };
}

async function runOne(name: string, check: ReadinessCheck): Promise<Readiness["checks"][number]> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new HubError("unavailable", { detail: "no answer in time" })), TIME_LIMIT_MS);
	});
	try {
		await Promise.race([check(), late]);
		return { name, is_ok: true };
	} catch (error) {
		return { name, is_ok: false, detail: (error instanceof HubError ? error.detail : undefined) ?? "failed" };
	} finally {
		clearTimeout(timer);
	}
}
