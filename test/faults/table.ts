/** The faults of the reliability plan, by their stable names. */
export const FAULTS = {
	F01: "kill -9 after reading the DSP's request, before its commit",
	F02: "kill -9 after the commit, before the answer",
	F03: "kill -9 after the POST to the POS left, before its reply",
	F04: "kill -9 after the POS's reply, before our commit",
	F05: "kill -9 holding leases",
	F06: "SIGTERM under load",
	F07: "two workers look for the same job",
	F08: "zombie: stopped past its lease, then going on",
	F09: "database restart or reset during COMMIT",
	F10: "database down",
	F11: "a lock for seconds, connections exhausted",
	F12: "serialization failure, deadlock",
	F13: "disk of the database full",
	F14: "log disk full, reader of the log stopped",
	F15: "POS answers 429, 500, 502, 503, with and without Retry-After",
	F16: "POS answers 400, 404, 409, 410, 422",
	F17: "401 in the middle",
	F18: "POS hangs, trickles, closes half",
	F19: "endless or huge reply",
	F20: "200 with something else in it",
	F21: "redirect",
	F22: "name, TLS or connection fails, before and after sending",
	F23: "the same order seven times",
	F24: "messages in the wrong order",
	F25: "POS accepts after the deadline or a cancellation",
	F26: "many need a token refresh at once",
	F27: "the reply of a refresh is lost",
	F28: "clocks jump, expiry in any unit",
	F29: "one POS down, or one tenant floods",
	F30: "a message that kills its worker",
} as const;

export type FaultName = keyof typeof FAULTS;

/** What a POS promises about an order that is sent to it twice (design.md section 6). */
export const CONTRACTS = ["dedupes_by_order_id", "at_most_once", "query_back"] as const;
export type Contract = (typeof CONTRACTS)[number];

export const PROCESSES = ["one process", "two processes"] as const;
export type Processes = (typeof PROCESSES)[number];

/** One field of the table. */
export interface Cell {
	contract: Contract;
	processes: Processes;
}

/**
 * Faults that strike where the delivery contract does not matter: the test of one contract, titled `all contracts`, stands
 * for the whole group.
 */
export const SAME_FOR_ALL: Partial<Record<FaultName, string>> = {
	F13: "orders are refused before any contract matters",
	F14: "a log line is written or dropped before any contract matters",
};

/** Fields for which there is nothing to test, and why. Whoever names no fault means all of them. */
export const NOT_APPLICABLE: readonly { fault?: FaultName; contract?: Contract; processes?: Processes; why: string }[] =
	[
		{
			contract: "query_back",
			why: "no call of the POS contract reads an order back (contract.md B.5), so a POS is one of the other two",
		},
	];

export const ALL_CONTRACTS = "all contracts";

/** What every title of a cell's test begins with. */
export function cellPrefix(fault: FaultName, contract: Contract | typeof ALL_CONTRACTS, processes: Processes): string {
	return `${fault} · ${contract} · ${processes}: `;
}
