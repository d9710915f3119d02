import type { PosValidationLists } from "@ticketrail/contract";
import type { Endpoint, EndpointCall, EndpointReply } from "@ticketrail/pos-kit";
import type { Wire } from "./wire.ts";

/** How a call of an endpoint goes wrong. `after_effect`: the work is done first, only the answer is spoilt. */
export type Fault = { after_effect?: boolean } & (
	| { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
	/** no answer ever, or the end of the connection in place of one */
	| { kind: "hang" }
	| { kind: "cut" }
	/** half of the true answer, a page in place of it, or one whose order has no usable id: all after the work */
	| { kind: "half" }
	| { kind: "html" }
	| { kind: "wrong_id" }
	/** the true answer, so many ms later */
	| { kind: "slow"; delay_ms: number }
);

export type FaultyEndpoint = "token" | "locations" | "catalog" | "orders";

/** A call that is being noted. */
export interface NotedCall {
	/** The endpoint has done its work, whatever becomes of the answer. */
	done(reply: EndpointReply): void;
	/** This answer leaves now; undefined: none will. */
	answered(reply: EndpointReply | undefined): void;
}

/** The knobs with which a test makes this POS misbehave. All off at first. */
export interface Faults {
	/** Wait so long before each answer to an order event, ms. */
	respond_delay_ms: number;
	/** Let the next order be refused with this. Several calls queue up. */
	refuseNext(posValidation: PosValidationLists): void;
	/** Let the next call of an endpoint go wrong. Several calls queue up. */
	failNext(endpoint: FaultyEndpoint, fault: Fault): void;
	/** Asked for every call that nothing is queued for: a plan of faults, for example one drawn from a seed. */
	plan: ((endpoint: FaultyEndpoint, call: EndpointCall) => Fault | undefined) | undefined;
	/** Asked for every new order that nothing is queued for: why it is refused. */
	refuse: ((order: { dsp_order_id: string }) => PosValidationLists | undefined) | undefined;
	takeRefusal(order: { dsp_order_id: string }): PosValidationLists | undefined;
	/** An endpoint that obeys the knobs. */
	wrap(name: FaultyEndpoint, endpoint: Endpoint): Endpoint;
}

const AFTER_WORK = ["half", "html", "wrong_id", "slow"];

/** `note` hears of each call: when it comes, when its work is done, and when its answer leaves. */
export function createFaults(deps: {
	wire: Wire;
	note?: (name: FaultyEndpoint, call: EndpointCall) => NotedCall;
}): Faults {
	const { wire } = deps;
	const refusals: PosValidationLists[] = [];
	const queued: Record<FaultyEndpoint, Fault[]> = { token: [], locations: [], catalog: [], orders: [] };
	const faults: Faults = {
		respond_delay_ms: 0,
		plan: undefined,
		refuse: undefined,
		refuseNext: (posValidation) => void refusals.push(posValidation),
		failNext: (endpoint, fault) => void queued[endpoint].push(fault),
		takeRefusal: (order) => refusals.shift() ?? faults.refuse?.(order),
		wrap(name, endpoint) {
			return async (call) => {
				const noted = deps.note?.(name, call);
				const fault = queued[name].shift() ?? faults.plan?.(name, call);
				const isWorking = fault === undefined || fault.after_effect || AFTER_WORK.includes(fault.kind);
				const reply = isWorking ? await endpoint(call) : undefined;
				if (reply) noted?.done(reply);
				const delay_ms = fault?.kind === "slow" ? fault.delay_ms : name === "orders" ? faults.respond_delay_ms : 0;
				if (delay_ms > 0) await pause(delay_ms);
				const answer = fault === undefined ? reply : spoil(fault, reply);
				if (answer) {
					noted?.answered(answer);
					return answer;
				}
				// the status of a refusal is in its first half, and says all
				const isSaid = fault?.kind === "half" && reply !== undefined && reply.status >= 300;
				if (fault?.kind === "cut" || fault?.kind === "half") noted?.answered(isSaid ? reply : undefined);
				if (fault?.kind === "half" && reply) wire.half(reply);
				else if (fault?.kind === "cut") wire.cut();
				return new Promise(() => {}); // where it hangs, stop() closes the connection
			};
		},
	};
	return faults;
}

/** What is answered in place of the true reply; undefined: nothing. */
function spoil(fault: Fault, reply: EndpointReply | undefined): EndpointReply | undefined {
	switch (fault.kind) {
		case "status":
			return {
				status: fault.status,
				body: JSON.stringify(fault.body ?? { status: fault.status }),
				...(fault.headers ? { headers: fault.headers } : {}),
			};
		case "html":
			return { status: 200, body: "<html><h1>Welcome</h1></html>", headers: { "content-type": "text/html" } };
		case "wrong_id":
			return { status: 201, body: JSON.stringify({ order: { provider_id: null } }) };
		case "slow":
			return reply;
		default:
			return undefined;
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
