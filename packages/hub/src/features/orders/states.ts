import { INJECTION_TRANSITIONS, ORDER_TRANSITIONS } from "@ticketrail/contract";
import { statesBefore, terminalStates } from "../../base/transition.ts";

/** What the customer sees of an order (contract.md E.5, design.md section 5). */
export type OrderState = keyof typeof ORDER_TRANSITIONS;
/** What has happened to the order at the POS (design.md section 5). */
export type Injection = keyof typeof INJECTION_TRANSITIONS;

const ALL_STATES = Object.keys(ORDER_TRANSITIONS) as OrderState[];
const ALL_INJECTIONS = Object.keys(INJECTION_TRANSITIONS) as Injection[];

/** The guard of a step to `to`: the order states in which the UPDATE may find the order. */
export function orderStatesBefore(to: OrderState): OrderState[] {
	return statesBefore<OrderState>(ORDER_TRANSITIONS, to);
}

/** An order that need not wait passes through these within one commit: check, turn and request follow at once. */
const PASSED_THROUGH: readonly Injection[] = ["validated", "queued"];

/** The guard of a step to `to`: the injection states in which the UPDATE may find the order. */
export function injectionsBefore(to: Injection): Injection[] {
	const found = new Set<Injection>();
	const visit = (state: Injection) => {
		for (const before of statesBefore<Injection>(INJECTION_TRANSITIONS, state)) {
			if (before === to || found.has(before)) continue;
			found.add(before);
			if (PASSED_THROUGH.includes(before)) visit(before);
		}
	};
	visit(to);
	return [...found];
}

/** For a step that concerns only one of the two machines, the other may be anywhere. */
export const ANY_STATE: readonly OrderState[] = ALL_STATES;
export const ANY_INJECTION: readonly Injection[] = ALL_INJECTIONS;

/** The injection is over: the POS has the order, or never will. */
export function isInjectionOver(injection: string): boolean {
	return terminalStates<Injection>(INJECTION_TRANSITIONS).includes(injection as Injection);
}

/** The customer or the merchant has ended the order: the POS must not prepare it, and the DSP wants no verdict. */
export function isCanceled(state: string): boolean {
	return !LIVE_STATES.includes(state as OrderState);
}

/** Order states in which a verdict still means something. */
export const LIVE_STATES: readonly OrderState[] = [
	"scheduled",
	"in_progress",
	"ready_for_pickup",
	"out_for_delivery",
	"completed",
];
