import type { TextKey } from "../text/text.tsx";
import type { IconName } from "./icon-paths.ts";

/** How a state feels: never the only sign, always beside a word and a shape. */
export type Tone = "good" | "warn" | "bad" | "info" | "mute";

/** One word of the status vocabulary (product.md 4.1): text, shape, tone. */
export interface StatusLook {
	text: TextKey;
	icon: IconName;
	tone: Tone;
}

const look = (text: TextKey, icon: IconName, tone: Tone): StatusLook => ({ text, icon, tone });

/** Every state of every kind of record that the console shows. */
export const STATUS_LOOKS = {
	integration: {
		pending: look("status.pending", "quarter", "info"),
		waiting_for_oauth: look("status.waiting_for_oauth", "arrow-out", "warn"),
		active: look("status.active", "dot", "good"),
		deprovisioned: look("status.deprovisioned", "slash", "mute"),
	},
	health: {
		ok: look("health.ok", "check", "good"),
		degraded: look("health.degraded", "bang", "warn"),
		failing: look("health.failing", "cross", "bad"),
		unknown: look("health.unknown", "question", "mute"),
	},
	location: {
		active: look("location.active", "dot", "good"),
		inactive: look("location.inactive", "pause", "warn"),
		disconnected: look("location.disconnected", "slash", "mute"),
		paused: look("location.paused", "pause", "warn"),
	},
	link: {
		not_bound: look("link.not_bound", "dash", "mute"),
		awaiting_dsp: look("link.awaiting_dsp", "quarter", "info"),
		live: look("link.live", "dot", "good"),
		paused: look("link.paused", "pause", "warn"),
		refused: look("link.refused", "cross", "bad"),
		pos_off: look("link.pos_off", "pause", "warn"),
	},
	delivery: {
		pending: look("delivery.pending", "quarter", "info"),
		unconfirmed: look("delivery.unconfirmed", "question", "warn"),
		delivered: look("delivery.delivered", "check", "good"),
		dead: look("delivery.dead", "cross", "bad"),
		parked: look("delivery.parked", "pause", "warn"),
		dropped: look("delivery.dropped", "slash", "mute"),
	},
	exchange: {
		ok: look("exchange.ok", "check", "good"),
		refused: look("exchange.refused", "cross", "bad"),
		failed: look("exchange.failed", "bang", "bad"),
	},
} as const satisfies Record<string, Record<string, StatusLook>>;

export type StatusKind = keyof typeof STATUS_LOOKS;

/** The look of a state; a state that is not in the vocabulary keeps its own word and a neutral shape. */
export function statusLook(kind: StatusKind, value: string): StatusLook | undefined {
	return (STATUS_LOOKS[kind] as Record<string, StatusLook>)[value];
}
