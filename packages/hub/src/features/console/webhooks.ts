import type { WebhookEndpoint, WebhookEndpoints } from "@ticketrail/contract";
import { oldestIdOf } from "../../base/id.ts";
import { countDead, countDeliveriesByHour, type HourRow } from "../../storage/tables/console-delivery.ts";
import { listConsoleIntegrations } from "../../storage/tables/console-org.ts";
import { listEventPartners } from "../../storage/tables/event-partner.ts";
import { listProviders } from "../../storage/tables/provider.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";

const HOUR_MS = 3_600_000;
const HOURS = 24;

interface Receiver {
	source: string;
	name: string;
	kind: WebhookEndpoint["kind"];
	url: string;
	incoming_url: string;
}

/** Everybody who gets messages, with the last 24 hours; a merchant's person sees those that are connected. */
export async function webhookEndpoints(parts: ConsoleParts, scope: ConsoleScope): Promise<WebhookEndpoints> {
	const { db, clock } = parts;
	const now = clock.now();
	const first_hour = Math.floor(now / HOUR_MS) - HOURS + 1;
	const [receivers, hours, dead] = await Promise.all([
		receiversOf(parts, scope),
		countDeliveriesByHour(db, scope.org_id, oldestIdOf(first_hour * HOUR_MS)),
		countDead(db, scope.org_id),
	]);
	const by_slug = Map.groupBy(hours, (row) => row.slug);
	const dead_of = new Map(dead.map((row) => [row.slug, row.dead]));
	return {
		rows: receivers.map((receiver) => ({
			...receiver,
			...figures(by_slug.get(receiver.source) ?? [], first_hour),
			dead: dead_of.get(receiver.source) ?? 0,
		})),
		as_of: now,
	};
}

function figures(rows: readonly HourRow[], first_hour: number): Omit<WebhookEndpoint, keyof Receiver | "dead"> {
	const hours = Array.from({ length: HOURS }, (_, at) => {
		const row = rows.find(({ hour }) => hour === first_hour + at);
		return { from: (first_hour + at) * HOUR_MS, delivered: row?.delivered ?? 0, failed: row?.failed ?? 0 };
	});
	const delivered = hours.reduce((all, hour) => all + hour.delivered, 0);
	const failed = hours.reduce((all, hour) => all + hour.failed, 0);
	const failing = rows.flatMap((row) => row.failing_since ?? []);
	return {
		hours,
		...(delivered + failed > 0 && { success_rate: delivered / (delivered + failed) }),
		...(failing.length > 0 && { failing_since: Math.min(...failing) }),
		pending: rows.reduce((all, row) => all + row.pending, 0),
	};
}

async function receiversOf(parts: ConsoleParts, scope: ConsoleScope): Promise<Receiver[]> {
	const { db, public_url } = parts;
	const [providers, partners, integrations] = await Promise.all([
		listProviders(db),
		scope.org_id === null ? listEventPartners(db) : [],
		scope.org_id === null ? undefined : listConsoleIntegrations(db, [scope.org_id]),
	]);
	const connected = integrations && new Set(integrations.map((row) => row.slug));
	return [
		...providers
			.filter(({ slug }) => connected?.has(slug) ?? true)
			.map(({ slug, name, type, base_url }) => ({
				...{ source: slug, name, kind: type, url: base_url },
				incoming_url: type === "pos" ? `${public_url}/pos/${slug}/webhook` : `${public_url}/order/${slug}`,
			})),
		...partners.map(({ slug, url }) => ({
			...{ source: slug, name: slug, kind: "event_partner" as const, url },
			incoming_url: `${public_url}/events/${slug}/webhook`,
		})),
	];
}
