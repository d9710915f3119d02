import { afterAll, beforeAll, vi } from "vitest";
import { eachContract } from "./cells.ts";
import { crashes } from "./crashes.ts";
import { databaseFaults } from "./database-faults.ts";
import { type FaultFleet, openFaultFleet } from "./fault-fleet.ts";
import { zombies } from "./zombies.ts";

/** For leases that run out and deadlines that pass on a busy machine. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

eachContract("two processes", (cell) => {
	let fleet: FaultFleet;
	beforeAll(async () => {
		fleet = await openFaultFleet(cell);
	});
	afterAll(() => fleet?.close());

	const open = () => fleet;
	crashes(cell, open);
	zombies(cell, open);
	databaseFaults(cell, open);
});
