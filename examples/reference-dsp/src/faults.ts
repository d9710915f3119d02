import { type Answer, type Call, json } from "./server.ts";

/** How a call goes wrong. `after_effect`: the work is done first, only the answer is spoilt. */
export type Fault = { after_effect?: boolean } & (
	| { kind: "status"; status: number; headers?: Record<string, string> }
	/** no answer ever, the end of the connection in place of one, or half of the true one */
	| { kind: "hang" }
	| { kind: "cut" }
	| { kind: "half" }
	/** the true answer, so many ms later */
	| { kind: "slow"; delay_ms: number }
);

export type FaultyEndpoint = "event" | "token";

/** Asked for every call: a plan of faults, for example one drawn from a seed. */
export type FaultPlan = (endpoint: FaultyEndpoint, call: Call) => Fault | undefined;

/** Whether the DSP does its work before this fault spoils the answer. */
export function isWorking(fault: Fault | undefined): boolean {
	return fault === undefined || fault.after_effect === true || fault.kind === "half" || fault.kind === "slow";
}

/** What is answered in place of the true answer. */
export async function spoil(fault: Fault | undefined, answer: Answer): Promise<Answer> {
	if (fault === undefined) return answer;
	switch (fault.kind) {
		case "status": {
			const { status, headers } = fault;
			return headers ? { ...json(status, { status }), headers } : json(status, { status });
		}
		case "slow":
			await new Promise((done) => setTimeout(done, fault.delay_ms));
			return answer;
		default:
			return { ...answer, broken: fault.kind };
	}
}
