import type { Endpoint } from "../endpoint.ts";
import { type ConsoleBindParts, consoleBind } from "./bind.ts";
import { type ConsoleEvidenceParts, consoleEvidence } from "./evidence.ts";
import { type ConsoleOrderParts, consoleOrders } from "./orders.ts";
import { type ConsoleOrgParts, consoleOrgs } from "./orgs.ts";
import { type ConsoleSettingsParts, consoleSettings } from "./settings.ts";
import { type ConsoleSignInParts, consoleSignIn } from "./sign-in.ts";

/** What the console's endpoints need. */
export type ConsoleEndpointParts = ConsoleSignInParts &
	ConsoleOrgParts &
	ConsoleOrderParts &
	ConsoleEvidenceParts &
	ConsoleBindParts &
	ConsoleSettingsParts;

/** Every endpoint of the console's API (packages/contract/src/console). */
export function consoleEndpoints(parts: ConsoleEndpointParts): Endpoint[] {
	return [
		...consoleSignIn(parts),
		...consoleOrgs(parts),
		...consoleOrders(parts),
		...consoleEvidence(parts),
		...consoleBind(parts),
		...consoleSettings(parts),
	];
}
