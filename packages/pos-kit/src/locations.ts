import type { PosLocation } from "@ticketrail/contract";
import { type BearerSettings, requireBearer } from "./bearer.ts";
import { type Endpoint, jsonReply } from "./call.ts";
import type { Account } from "./grants.ts";

/** Every location that an account may reach; the contract knows no pages. */
export type ListLocations = (account: Account) => readonly PosLocation[] | Promise<readonly PosLocation[]>;

/** The locations endpoint (contract.md B.3). */
export function createLocations(settings: BearerSettings & { listLocations: ListLocations }): Endpoint {
	return requireBearer(settings, async (_call, account) =>
		jsonReply(200, { locations: await settings.listLocations(account) }),
	);
}
