import { afterAll, beforeAll } from "vitest";
import { eachContract, PROMISES } from "./cells.ts";
import { crashes } from "./crashes.ts";
import { databaseFaults } from "./database-faults.ts";
import { type FaultFleet, openFaultFleet } from "./fault-fleet.ts";
import { rolling } from "./rolling.ts";
import { zombies } from "./zombies.ts";

eachContract(
	"two processes",
	(cell) => {
		let fleet: FaultFleet;
		beforeAll(async () => {
			fleet = await openFaultFleet(cell);
		});
		afterAll(() => fleet?.close());

		const open = () => fleet;
		crashes(cell, open);
		zombies(cell, open);
		databaseFaults(cell, open);
		rolling(cell, open);
	},
	PROMISES,
);
