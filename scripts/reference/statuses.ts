import {
	DELIVERY_STATUSES,
	type DeliveryStatus,
	FAILURE_REASONS,
	type FailureReason,
	FULFILLMENT_TYPES,
	type FulfillmentType,
	INJECTION_STATES,
	INJECTION_TRANSITIONS,
	type InjectionState,
	ONBOARDING_STATUSES,
	ONBOARDING_TRANSITIONS,
	type OnboardingStatus,
	ORDER_STATUSES,
	ORDER_TRANSITIONS,
	type OrderStatus,
} from "../../packages/contract/src/index.ts";
import { code, type Page, page, table } from "./page.ts";

const ONBOARDING: Record<OnboardingStatus, string> = {
	pending: "Waits for a code that somebody enters by hand; there is no sign-in page.",
	waiting_for_oauth: "Waits for the merchant to sign in at the other system.",
	active: "Connected: the hub holds a valid authorization.",
	deprovisioned: "Disconnected, by whichever side.",
};

const ORDER: Record<OrderStatus, string> = {
	scheduled: "Held for later; the kitchen has not begun.",
	in_progress: "Being prepared, or about to be.",
	ready_for_pickup: "The food stands ready.",
	out_for_delivery: "On its way to the customer.",
	completed: "In the customer's hands.",
	failed: "Could not be fulfilled.",
	merchant_canceled: "Called off by the restaurant.",
	dsp_canceled: "Called off by the channel or the customer.",
};

const INJECTION: Record<InjectionState, string> = {
	received: "Stored; the channel has its 2xx.",
	validated: "Location, items and prices checked against the catalog.",
	queued: "Waits for its turn to be sent to the POS.",
	sending: "A request to the POS is under way.",
	unknown: "A request may have arrived, but no usable answer came.",
	pending_acceptance: "The POS has it and will say later whether it takes it.",
	accepted: "The POS took it.",
	rejected: "The POS, or the hub's own check, refused it.",
	expired: "It ended without a verdict: its deadline passed, or staff cancelled it.",
};

const DELIVERY: Record<DeliveryStatus, string> = {
	pending: "Asked for, not yet confirmed.",
	pending_driver_confirmation: "Confirmed, no courier yet.",
	enroute_to_pickup: "The courier is on the way to the restaurant.",
	arrived_at_pickup: "The courier is at the restaurant.",
	enroute_to_dropoff: "The courier has the food and is on the way.",
	arrived_at_dropoff: "The courier is at the customer's door.",
	completed: "Handed over.",
	failed_to_assign_driver: "No courier was found.",
	failed_to_pickup: "The courier could not collect it.",
	failed_to_deliver: "The courier could not hand it over.",
	failed: "The delivery failed for another reason.",
	merchant_canceled: "The restaurant called the delivery off.",
	enroute_to_return: "The courier brings the food back.",
	arrived_at_return: "The courier is back at the restaurant.",
	returned: "The food is back at the restaurant.",
};

const FAILURE: Record<FailureReason, string> = {
	restaurant_not_accepting_orders: "The location, or the link of the store, is paused, or its POS is out of reach.",
	location_not_found: "The store is not linked to any location here.",
	pos_missing_items: "The POS does not know an item that the hub knows.",
	items_unavailable: "An item is sold out; `failure_details.invalid_item_ids` names it by the channel's own ids.",
	order_validation_error: "The cart does not hold together: a price below the POS price, a broken rule, wrong totals.",
	unknown: "Anything else.",
};

const FULFILLMENT: Record<FulfillmentType, string> = {
	delivery: "The channel's couriers deliver; for the kitchen it is like a pickup.",
	merchant_managed_delivery: "The restaurant delivers; address, fee and driver tip come with the order.",
	stream_managed_delivery: "The integration service finds a courier; the order needs a delivery address.",
	pickup: "The customer collects it.",
	curbside: "The customer collects it at the kerb.",
	drive_thru: "Through the window; the only type that may come unpaid.",
	dine_in: "Eaten in the restaurant.",
	kiosk: "Ordered at a kiosk in the restaurant.",
};

/** docs/reference/statuses.md: every status and reason on the wire, and what may follow what, from the contract's tables. */
export function statusesPage(): Page {
	return page(
		"statuses.md",
		"Which statuses are there, and what follows what?",
		[
			"An order's status only moves forward: a late or repeated one is kept as evidence and changes nothing. The hub reads the",
			"same tables when it updates a row, so a step that is not listed here cannot happen.",
		].join("\n"),
		[
			"## Onboarding: is the system connected?",
			machine(ONBOARDING_STATUSES, ONBOARDING, ONBOARDING_TRANSITIONS),
			"## Order: what the customer sees",
			machine(ORDER_STATUSES, ORDER, ORDER_TRANSITIONS),
			"## Injection: what happens at the POS",
			machine(INJECTION_STATES, INJECTION, INJECTION_TRANSITIONS),
			"## Delivery: where the courier is",
			"Independent of the order's own status; it comes from the channel and is passed to the POS.",
			list(DELIVERY_STATUSES, DELIVERY),
			"## Reasons that a channel hears when an order fails",
			list(FAILURE_REASONS, FAILURE),
			"## Ways in which an order reaches the customer",
			list(FULFILLMENT_TYPES, FULFILLMENT),
		],
	);
}

function machine<S extends string>(
	states: readonly S[],
	meaning: Record<S, string>,
	transitions: Record<S, readonly S[]>,
): string {
	const follows = (state: S) => (transitions[state].length === 0 ? "nothing" : code(...transitions[state]));
	return table(
		["status", "meaning", "may be followed by"],
		states.map((state) => [code(state), meaning[state], follows(state)]),
	);
}

function list<S extends string>(values: readonly S[], meaning: Record<S, string>): string {
	return table(
		["value", "meaning"],
		values.map((value) => [code(value), meaning[value]]),
	);
}
