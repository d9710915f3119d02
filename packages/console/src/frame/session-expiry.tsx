import { createContext, use, useSyncExternalStore } from "react";

/** Whether the hub has refused a call of a signed-in person for want of a session. */
export interface Expiry {
	note(): void;
	clear(): void;
	has_ended(): boolean;
	subscribe(listener: () => void): () => void;
}

/** Makes the memory of an ended session. */
export function createExpiry(): Expiry {
	let has_ended = false;
	const listeners = new Set<() => void>();
	const set = (value: boolean) => {
		if (has_ended === value) return;
		has_ended = value;
		for (const listener of listeners) listener();
	};
	return {
		note: () => set(true),
		clear: () => set(false),
		has_ended: () => has_ended,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

export const ExpiryContext = createContext<Expiry | undefined>(undefined);

/** Whether the session has ended under an open page, and how to forget that. */
export function useExpiry(): { has_ended: boolean; clear: () => void; note: () => void } {
	const expiry = use(ExpiryContext);
	if (expiry === undefined) throw new Error("a part stands outside of ExpiryContext");
	const has_ended = useSyncExternalStore(expiry.subscribe, expiry.has_ended);
	return { has_ended, clear: expiry.clear, note: expiry.note };
}
