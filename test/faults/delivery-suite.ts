import { afterAll, beforeAll } from "vitest";
import { answerFaults, goneFaults } from "./answer-faults.ts";
import { eachContract } from "./cells.ts";
import { type DeliveryTown, openDeliveryTown } from "./delivery-town.ts";
import { loadFaults } from "./load-faults.ts";
import type { Processes } from "./table.ts";
import { timeFaults } from "./time-faults.ts";
import { tokenFaults } from "./token-faults.ts";
import { wireFaults } from "./wire-faults.ts";

/** Everything that may befall a delivery, with this number of hubs: one town for each promise of a POS. */
export function deliverySuites(processes: Processes): void {
	eachContract(processes, (cell) => {
		let town: DeliveryTown;
		beforeAll(async () => {
			town = await openDeliveryTown(cell);
		});
		afterAll(() => town?.close());

		for (const faults of [answerFaults, wireFaults, timeFaults, tokenFaults, loadFaults, goneFaults])
			faults(cell, () => town);
	});
}
