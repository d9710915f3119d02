import { type ConsoleRole, mayDo, type SearchReply } from "@ticketrail/contract";
import { listConsoleLocations } from "../../storage/tables/console-location.ts";
import { listConsoleOrders } from "../../storage/tables/console-order.ts";
import { listConsoleOrgs } from "../../storage/tables/console-org.ts";
import { listRequestLog } from "../../storage/tables/request-log.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";
import { filterOf, orderListRow } from "./order-board.ts";
import { likeOf } from "./page.ts";

const HITS = 5;

/** The first hits of each kind, by name, number or id, within what this role may see. */
export async function search(
	parts: ConsoleParts,
	scope: ConsoleScope,
	q: string,
	role: ConsoleRole,
): Promise<SearchReply> {
	const { db, clock } = parts;
	const like = likeOf(q);
	const now = clock.now();
	const everywhere = { ...scope, like };
	const [orgs, locations, orders, requests] = await Promise.all([
		listConsoleOrgs(db, { ...everywhere, partner_id: null, has_problems: false }, null, HITS),
		listConsoleLocations(db, { ...everywhere, location_id: null, source: null, status: null, now }, null, HITS),
		filterOf(parts, scope, { q }).then((filter) => listConsoleOrders(db, filter, null, HITS, now)),
		mayDo(role, "log.read") ? listRequestLog(db, { ...everywhere, ...EVERY_REQUEST }, null, HITS) : [],
	]);
	return {
		hits: [
			...orders.map((row) => {
				const { number, lane, location_name } = orderListRow(row, now);
				const subtitle = [row.slug, location_name, lane].filter(Boolean).join(" · ");
				return { kind: "order" as const, _id: row.order_id, org_id: row.org_id, title: number, subtitle };
			}),
			...locations.map((row) => ({
				...{ kind: "location" as const, _id: row.location_id, org_id: row.org_id, title: row.name },
				subtitle: `${row.slug} ${row.provider_id}`,
			})),
			...orgs.map((row) => ({
				...{ kind: "org" as const, _id: row.org_id, org_id: row.org_id, title: row.name },
				...(row.provider_id && { subtitle: row.provider_id }),
			})),
			...requests.map((row) => ({
				...{ kind: "request" as const, _id: row.log_id, title: `${row.method} ${row.route}` },
				...(row.org_id && { org_id: row.org_id }),
				subtitle: `${row.status} ${row.request_id}`,
			})),
		],
	};
}

const EVERY_REQUEST = {
	from_at: null,
	to_at: null,
	status_from: null,
	status_to: null,
	surface: null,
	source: null,
} as const;
