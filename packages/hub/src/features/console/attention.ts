import type { Attention } from "@ticketrail/contract";
import {
	listDeadGroups,
	listFailedSyncs,
	listRefusedGroups,
	type RefusedGroup,
} from "../../storage/tables/console-attention.ts";
import type { ConsoleIntegrationRow } from "../../storage/tables/console-org.ts";
import { type ConsoleParts, HEALTH_WINDOW_MS, idSince } from "./console.ts";

const FAILURES: Readonly<Record<string, string>> = {
	restaurant_not_accepting_orders: "the store was not taking orders",
	location_not_found: "no location is linked with the store",
	pos_missing_items: "an ordered item is not on the POS's menu",
	items_unavailable: "an ordered item was sold out",
	order_validation_error: "the POS did not accept what was ordered",
	unknown: "the POS did not answer in time",
};

/** What needs a person in an organisation, worst first, at most 50. */
export async function findAttention(
	parts: ConsoleParts,
	org_id: string,
	integrations: readonly ConsoleIntegrationRow[],
	names: ReadonlyMap<string, string>,
	stores_unlinked: number,
): Promise<Attention[]> {
	const { db, clock } = parts;
	const name = (slug: string) => names.get(slug) ?? slug;
	const [refused, dead, failed] = await Promise.all([
		listRefusedGroups(db, org_id, idSince(clock, HEALTH_WINDOW_MS)),
		listDeadGroups(db, org_id),
		listFailedSyncs(db, org_id),
	]);
	const found: Attention[] = [
		...refused.map((group) => refusedOf(group, name(group.slug))),
		...integrations
			.filter(({ status, health }) => status === "active" && health === "failing")
			.map((row) => ({
				kind: "integration_failing" as const,
				sentence: `${name(row.slug)} no longer lets us in: sign in there again.`,
				since: row.updated_at,
				count: 1,
				...{ source: row.slug, integration_id: row.integration_id },
			})),
		...dead.map((group) => ({
			kind: "deliveries_dead" as const,
			sentence: `${plural(group.count, "message")} of the kind ${group.type} did not reach ${name(group.slug)}${group.reason ? `: ${group.reason}` : ""}.`,
			since: group.since,
			count: group.count,
			source: group.slug,
		})),
		...failed.map((row) => ({
			kind: "sync_failed" as const,
			sentence: `The menu of ${row.name} could not be fetched: ${row.sync_error}.`,
			since: row.since,
			count: 1,
			...{ location_id: row.location_id, location_name: row.name },
			...(row.timezone && { timezone: row.timezone }),
		})),
		...integrations
			.filter(({ type, status, locations }) => type === "pos" && status === "deprovisioned" && locations > 0)
			.map((row) => ({
				kind: "pos_disconnected" as const,
				sentence: `${name(row.slug)} is disconnected: ${plural(row.locations, "location")} cannot take orders.`,
				since: row.updated_at,
				count: row.locations,
				...{ source: row.slug, integration_id: row.integration_id },
			})),
	];
	if (stores_unlinked > 0) {
		found.push({
			kind: "store_unlinked",
			sentence: `${plural(stores_unlinked, "store")} of a delivery service ${stores_unlinked === 1 ? "has" : "have"} no location: orders for them fail.`,
			since: Math.min(...integrations.map((row) => row.updated_at), clock.now()),
			count: stores_unlinked,
		});
	}
	return found.slice(0, 50);
}

/** Why orders failed, in words. */
export function failureWords(reason: string | null): string {
	return FAILURES[reason ?? ""] ?? reason ?? "no reason is known";
}

function refusedOf(group: RefusedGroup, channel: string): Attention {
	const where = group.location_name ?? `the store ${group.dsp_location_id}`;
	return {
		kind: "orders_refused",
		sentence: `${where} · ${channel}: ${plural(group.count, "order")} failed, the last one too: ${failureWords(group.verdict_reason)}.`,
		since: group.since,
		count: group.count,
		source: group.slug,
		...(group.location_id && { location_id: group.location_id }),
		...(group.location_name && { location_name: group.location_name }),
		...(group.binding_id && { link_id: group.binding_id }),
		...(group.timezone && { timezone: group.timezone }),
	};
}

function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
