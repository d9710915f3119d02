import {
	ALL_CONTRACTS,
	CONTRACTS,
	type Contract,
	cellPrefix,
	FAULTS,
	type FaultName,
	NOT_APPLICABLE,
	PROCESSES,
	type Processes,
	SAME_FOR_ALL,
} from "./table.ts";

/** A test as the runner reports it. */
export interface TestResult {
	title: string;
	status: string;
}

/** What is known of one field of the table. */
export type CellState =
	| { kind: "green"; tests: number }
	| { kind: "red"; failed: string[] }
	| { kind: "missing" }
	| { kind: "not applicable"; why: string };

export interface Field {
	fault: FaultName;
	contract: Contract;
	processes: Processes;
	state: CellState;
}

/** The whole table from the results of a run: every field has a state. */
export function tableOf(results: readonly TestResult[]): Field[] {
	return (Object.keys(FAULTS) as FaultName[]).flatMap((fault) =>
		CONTRACTS.flatMap((contract) =>
			PROCESSES.map((processes) => ({
				...{ fault, contract, processes },
				state: stateOf(results, fault, contract, processes),
			})),
		),
	);
}

function stateOf(
	results: readonly TestResult[],
	fault: FaultName,
	contract: Contract,
	processes: Processes,
): CellState {
	const shared = fault in SAME_FOR_ALL ? cellPrefix(fault, ALL_CONTRACTS, processes) : undefined;
	const own = cellPrefix(fault, contract, processes);
	const tests = results.filter(({ title }) => title.startsWith(own) || (shared && title.startsWith(shared)));
	if (tests.length > 0) {
		const failed = tests.filter(({ status }) => status !== "passed").map(({ title }) => title);
		return failed.length > 0 ? { kind: "red", failed } : { kind: "green", tests: tests.length };
	}
	const exempt = NOT_APPLICABLE.find(
		(one) =>
			(one.fault ?? fault) === fault &&
			(one.contract ?? contract) === contract &&
			(one.processes ?? processes) === processes,
	);
	return exempt === undefined ? { kind: "missing" } : { kind: "not applicable", why: exempt.why };
}

/** Titles that begin like a cell's and name no field: a slip of the pen would leave its field empty. */
export function strayTitles(results: readonly TestResult[]): string[] {
	const known = (Object.keys(FAULTS) as FaultName[]).flatMap((fault) =>
		[...CONTRACTS, ...(fault in SAME_FOR_ALL ? ([ALL_CONTRACTS] as const) : [])].flatMap((contract) =>
			PROCESSES.map((processes) => cellPrefix(fault, contract, processes)),
		),
	);
	return results
		.map(({ title }) => title)
		.filter((title) => /^F\d/.test(title) && !known.some((prefix) => title.startsWith(prefix)));
}

const SIGNS = { green: "green", red: "RED", missing: "MISSING", "not applicable": "n/a" } as const;
const NAME_WIDTH = 68;
const CELL_WIDTH = 9;

/** The table as text: a row per fault, a column per contract and number of processes, then what is wrong and why something is not there. */
export function renderTable(fields: readonly Field[]): string {
	const head = CONTRACTS.map((contract) => contract.padEnd(CELL_WIDTH * PROCESSES.length)).join("");
	const under = CONTRACTS.flatMap(() => PROCESSES.map((one) => (one === "one process" ? "1" : "2").padEnd(CELL_WIDTH)));
	const rows = [...Map.groupBy(fields, ({ fault }) => fault)].map(
		([fault, cells]) =>
			`${`${fault} ${FAULTS[fault]}`.padEnd(NAME_WIDTH)}${cells.map(({ state }) => SIGNS[state.kind].padEnd(CELL_WIDTH)).join("")}`,
	);
	const count = (kind: CellState["kind"]) => fields.filter(({ state }) => state.kind === kind).length;
	const reasons = new Set(fields.flatMap(({ state }) => (state.kind === "not applicable" ? [state.why] : [])));
	const shared = Object.entries(SAME_FOR_ALL).map(([fault, why]) => `${fault} is the same for all contracts: ${why}`);
	const failed = fields.flatMap(({ state }) => (state.kind === "red" ? state.failed : []));
	return [
		`${"".padEnd(NAME_WIDTH)}${head}`,
		`${"".padEnd(NAME_WIDTH)}${under.join("")}`,
		...rows,
		"",
		`${count("green")} green, ${count("red")} red, ${count("missing")} missing, ${count("not applicable")} not applicable`,
		...[...reasons].map((why) => `n/a: ${why}`),
		...shared,
		...[...new Set(failed)].map((title) => `RED: ${title}`),
	].join("\n");
}
