import { describe, test } from "vitest";
import {
	ALL_CONTRACTS,
	type Cell,
	CONTRACTS,
	type Contract,
	cellPrefix,
	type FaultName,
	type Processes,
} from "./table.ts";

/** The whole table, or the quick half that runs with every other test. `npm run test:faults` sets it. */
const IS_WHOLE = process.env.TICKETRAIL_FAULTS === "all";

/** The quick half: one process. `vitest.config.ts` leaves the files of two processes out. */
const QUICK: readonly Cell[] = [{ contract: "dedupes_by_order_id", processes: "one process" }];

/** What the POS contract itself lets a POS promise; a POS that can be asked as well is one of ours (ADR 0014). */
export const PROMISES: readonly Contract[] = ["dedupes_by_order_id", "at_most_once"];

/** One suite per contract for a number of processes; in the quick half, those that are quick. */
export function eachContract(
	processes: Processes,
	suite: (cell: Cell) => void,
	contracts: readonly Contract[] = CONTRACTS,
): void {
	for (const contract of contracts) {
		const isQuick = QUICK.some((one) => one.contract === contract && one.processes === processes);
		if (IS_WHOLE || isQuick) describe(`${contract}, ${processes}`, () => suite({ contract, processes }));
	}
}

/** A test of one field of the table. */
export function faultTest(fault: FaultName, cell: Cell, sentence: string, run: () => Promise<void> | void): void {
	test(`${cellPrefix(fault, cell.contract, cell.processes)}${sentence}`, run);
}

/** A test whose fault strikes before the contract matters (`SAME_FOR_ALL`); in the quick half for one process only. */
export function sharedFaultTest(
	fault: FaultName,
	processes: Processes,
	sentence: string,
	run: () => Promise<void>,
): void {
	if (!IS_WHOLE && processes !== "one process") return;
	test(`${cellPrefix(fault, ALL_CONTRACTS, processes)}${sentence}`, run);
}
