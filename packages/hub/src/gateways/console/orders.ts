import type { Console } from "../../features/console/index.ts";
import { isAllowed } from "../../features/sign-in/index.ts";
import type { Endpoint, Visit } from "../endpoint.ts";
import { consoleEndpoint } from "./console-endpoint.ts";
import { scopeOf } from "./orgs.ts";

/** What the screens of orders ask. */
export interface ConsoleOrderParts {
	console: Console;
}

/** The order board and an order's detail. */
export function consoleOrders({ console }: ConsoleOrderParts): Endpoint[] {
	return [
		consoleEndpoint("consoleOrders", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.listOrders(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleOrder", ["org_not_found", "order_not_found"], async ({ visit, params }) => ({
			body: await console.orderDetail(params, maySeePeople(visit)),
		})),
		consoleEndpoint("consoleReplayOrder", ["org_not_found", "order_not_found"], async ({ visit, params }) => ({
			body: await console.replayOrder(params, maySeePeople(visit)),
		})),
		consoleEndpoint(
			"consoleCancelOrder",
			["org_not_found", "order_not_found", "order_not_cancelable"],
			async ({ visit, params, body }) => ({
				body: await console.cancelOrder({ ...params, actor: visit.visitor.actor, reason: body.reason }),
			}),
		),
	];
}

/** Whether payloads are shown with the customers in them. */
export function maySeePeople(visit: Visit): boolean {
	return isAllowed(visit.visitor, "order.customer");
}
