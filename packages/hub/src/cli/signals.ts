import { SIGNAL_EXIT } from "./exit.ts";

export type StopSignal = keyof typeof SIGNAL_EXIT;

/**
 * Resolves with the first SIGINT or SIGTERM, which asks for a clean stop. A second one ends the process at once: the
 * person has waited long enough.
 */
export function firstStopSignal(): Promise<StopSignal> {
	return new Promise((resolve) => {
		let has_come = false;
		for (const signal of Object.keys(SIGNAL_EXIT) as StopSignal[]) {
			process.on(signal, () => {
				if (has_come) process.exit(SIGNAL_EXIT[signal]);
				has_come = true;
				resolve(signal);
			});
		}
	});
}
