/** What happens to an order at the POS, design.md section 5. `unknown`: the request may have arrived. */
export const INJECTION_STATES = [
	"received",
	"validated",
	"queued",
	"sending",
	"unknown",
	"pending_acceptance",
	"accepted",
	"rejected",
	"expired",
] as const;
export type InjectionState = (typeof INJECTION_STATES)[number];

/** Which injection state may follow which, design.md section 5. Until a verdict, a deadline or staff may end each of them. */
export const INJECTION_TRANSITIONS = {
	received: ["validated", "rejected", "expired"],
	validated: ["queued", "rejected", "expired"],
	queued: ["sending", "rejected", "expired"],
	sending: ["accepted", "pending_acceptance", "rejected", "unknown", "queued", "expired"],
	unknown: ["sending", "accepted", "rejected", "expired"],
	pending_acceptance: ["accepted", "rejected", "expired"],
	accepted: [],
	rejected: [],
	expired: [],
} as const satisfies Record<InjectionState, readonly InjectionState[]>;
