import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import { type EventLocationRow, listEventLocations, listEventPartners } from "../../storage/tables/event-partner.ts";
import { secretPlace } from "./register.ts";

/** An event partner with its secret open. */
export interface EventPartner {
	slug: string;
	event_partner_id: string;
	url: string;
	/** signs events */
	secret: string;
	/** what it may sign with: the secret, and for a day after a change the former one */
	secrets: readonly string[];
	events: ReadonlySet<string>;
	/** by our location id; undefined = every location */
	locations: ReadonlyMap<string, EventLocationRow> | undefined;
}

/** The event partners as this process last read them, so that an order that nobody listens to costs no statement. */
export interface Listeners {
	find(slug: string): EventPartner | undefined;
	/** Whether anybody hears of this organisation at all. */
	hears(org_id: string): boolean;
	/** Who hears of this event at this location. */
	of(type: string, location_id: string): { partner: EventPartner; reference_id: string | undefined }[];
	/** Read them again. */
	refresh(): Promise<void>;
	/** Read them now and every few seconds, until the returned function is called. */
	watch(): Promise<() => void>;
}

/** How long a new event partner may go unnoticed by a running hub, ms. */
const REFRESH_MS = 2_000;
/** How long a partner may go on signing with its former secret, ms. */
const FORMER_MS = 24 * 3_600_000;

export function createListeners(parts: { db: Sql; clock: Clock; secret_box: SecretBox; log: Log }): Listeners {
	const { db, clock, secret_box, log } = parts;
	let partners = new Map<string, EventPartner>();
	let orgs: ReadonlySet<string> = new Set();
	let is_everywhere = false;

	async function refresh(): Promise<void> {
		const rows = await listEventPartners(db);
		const named = rows.length === 0 ? [] : await listEventLocations(db);
		const by_slug = Map.groupBy(named, (row) => row.slug);
		partners = new Map(
			rows.map(({ secret_sealed, former_secret_sealed, rotated_at, created_at: _, events, ...row }) => {
				const locations = by_slug.get(row.slug);
				const open = (sealed: Buffer) => secret_box.open(sealed, secretPlace(row.slug));
				const secret = open(secret_sealed);
				const is_former_good = former_secret_sealed !== null && clock.now() < (rotated_at ?? 0) + FORMER_MS;
				return [
					row.slug,
					{
						...row,
						secret,
						secrets: is_former_good ? [secret, open(former_secret_sealed)] : [secret],
						events: new Set(events),
						locations: locations && new Map(locations.map((location) => [location.location_id, location])),
					},
				];
			}),
		);
		orgs = new Set(named.map((row) => row.org_id));
		is_everywhere = rows.some((row) => !by_slug.has(row.slug));
	}

	return {
		refresh,
		find: (slug) => partners.get(slug),
		hears: (org_id) => is_everywhere || orgs.has(org_id),
		of: (type, location_id) =>
			[...partners.values()].flatMap((partner) => {
				const location = partner.locations?.get(location_id);
				if (!partner.events.has(type) || (partner.locations !== undefined && location === undefined)) return [];
				return [{ partner, reference_id: location?.reference_id }];
			}),
		async watch() {
			await refresh();
			const timer = setInterval(() => {
				refresh().catch((error: unknown) => log.warn("event_partners.read_failed", { error }));
			}, REFRESH_MS);
			timer.unref();
			return () => clearInterval(timer);
		},
	};
}
