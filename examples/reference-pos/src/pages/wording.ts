import type { Kitchen } from "../shop.ts";

/** What a status is called on the screen, and how it looks; the word always stands beside the colour. */
export const STATUS: Record<string, readonly [word: string, tone: "good" | "wait" | "bad" | "done"]> = {
	awaiting: ["New, please answer", "wait"],
	in_progress: ["Cooking", "wait"],
	ready_for_pickup: ["Ready", "good"],
	out_for_delivery: ["On its way", "good"],
	completed: ["Done", "done"],
	failed: ["Failed", "bad"],
	merchant_canceled: ["Cancelled here", "bad"],
	dsp_canceled: ["Cancelled by channel", "bad"],
};

/** Cents as a price of that currency. */
export function money(cents: number, currency: string | null | undefined): string {
	const known = /^[a-z]{3}$/i.test(currency ?? "") ? (currency as string).toUpperCase() : "USD";
	return new Intl.NumberFormat("en-US", { style: "currency", currency: known }).format(cents / 100);
}

/** A time of day in the kitchen's own zone. */
export function clock(epoch_ms: number, kitchen: Kitchen): string {
	const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
	try {
		return new Intl.DateTimeFormat("en-US", { ...options, timeZone: kitchen.location.timezone ?? "UTC" }).format(
			epoch_ms,
		);
	} catch {
		return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(epoch_ms);
	}
}

/** `merchant_managed_delivery` → `merchant managed delivery`. */
export function plain(code: string): string {
	return code.replaceAll("_", " ");
}
