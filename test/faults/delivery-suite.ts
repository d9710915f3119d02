import { afterAll, beforeAll, vi } from "vitest";
import { answerFaults, goneFaults } from "./answer-faults.ts";
import type { DeliveryCell } from "./delivery-cell.ts";
import { type DeliveryTown, openDeliveryTown } from "./delivery-town.ts";
import { loadFaults } from "./load-faults.ts";
import { timeFaults } from "./time-faults.ts";
import { tokenFaults } from "./token-faults.ts";
import { wireFaults } from "./wire-faults.ts";

/** Everything that may befall a delivery, for one promise of a POS and one number of hubs. One town for all of it. */
export function deliverySuite(cell: DeliveryCell): void {
	vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
	let town: DeliveryTown;
	beforeAll(async () => {
		town = await openDeliveryTown(cell);
	});
	afterAll(() => town?.close());

	for (const faults of [answerFaults, wireFaults, timeFaults, tokenFaults, loadFaults, goneFaults])
		faults(cell, () => town);
}
