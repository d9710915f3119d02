import type { PosValidationLists } from "@ticketrail/contract";
import type { Endpoint, EndpointCall, EndpointReply } from "@ticketrail/pos-kit";

/** How the next call of an endpoint goes wrong. `after_effect`: the work is done first, only the answer is spoilt. */
export type Fault =
	| { kind: "status"; status: number; body?: unknown; after_effect?: boolean }
	| { kind: "hang"; after_effect?: boolean };

export type FaultyEndpoint = "token" | "locations" | "catalog" | "orders";

/** The knobs with which a test makes this POS misbehave. All off at first. */
export interface Faults {
	/** Wait so long before each answer to an order event, ms. */
	respond_delay_ms: number;
	/** Let the next order be refused with this. Several calls queue up. */
	refuseNext(posValidation: PosValidationLists): void;
	/** Let the next call of an endpoint go wrong. Several calls queue up. */
	failNext(endpoint: FaultyEndpoint, fault: Fault): void;
	takeRefusal(): PosValidationLists | undefined;
	/** An endpoint that obeys the knobs. `seen` hears of each call once its effect, if any, is done. */
	wrap(name: FaultyEndpoint, endpoint: Endpoint, seen?: Seen): Endpoint;
}

type Seen = (call: EndpointCall, reply: EndpointReply | undefined) => void;

export function createFaults(): Faults {
	const refusals: PosValidationLists[] = [];
	const queued: Record<FaultyEndpoint, Fault[]> = { token: [], locations: [], catalog: [], orders: [] };
	const faults: Faults = {
		respond_delay_ms: 0,
		refuseNext: (posValidation) => void refusals.push(posValidation),
		failNext: (endpoint, fault) => void queued[endpoint].push(fault),
		takeRefusal: () => refusals.shift(),
		wrap(name, endpoint, seen) {
			return async (call) => {
				const fault = queued[name].shift();
				const reply = fault && !fault.after_effect ? undefined : await endpoint(call);
				seen?.(call, reply);
				if (name === "orders" && faults.respond_delay_ms > 0) await pause(faults.respond_delay_ms);
				if (fault?.kind === "hang") return new Promise(() => {}); // stop() closes the connection
				if (fault) return { status: fault.status, body: JSON.stringify(fault.body ?? { status: fault.status }) };
				return reply ?? { status: 500, body: "{}" };
			};
		},
	};
	return faults;
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
