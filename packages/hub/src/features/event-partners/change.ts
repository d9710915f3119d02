import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { Database, Sql } from "../../storage/database.ts";
import {
	changeEventPartner,
	deleteEventLocations,
	deleteEventPartner,
	listEventLocations,
	listEventPartners,
} from "../../storage/tables/event-partner.ts";
import { checkEvents, checkSecret, checkUrl, insertLocations, readLocations, secretPlace } from "./register.ts";

/** What is to change about an event partner; what is left out stays. */
export interface EventPartnerChange {
	slug: string;
	url?: string;
	events?: readonly string[];
	/** signs events from now on; what the partner signs with the former one is taken for another day */
	secret?: string;
	/** `ID=REF`, instead of those that it has now; none: every location again */
	locations?: readonly string[];
}

/** An event partner without its secret. */
export interface ShownEventPartner {
	slug: string;
	url: string;
	events: string[];
	/** `ID=REF`; none: every location */
	locations: string[];
	created_at: number;
	rotated_at: number | null;
}

/**
 * Change an event partner; a hub that runs takes notice within seconds. Errors: `invalid_field` with the option as `param`,
 * `location_not_found`, `provider_not_found`; then nothing has changed.
 */
export async function updateEventPartner(
	parts: { db: Database; clock: Clock; secret_box: SecretBox },
	change: EventPartnerChange,
): Promise<ShownEventPartner> {
	const { slug, secret } = change;
	if (secret !== undefined) checkSecret(secret);
	const row = {
		slug,
		url: change.url === undefined ? null : checkUrl(change.url),
		events: change.events === undefined ? null : checkEvents(change.events),
		secret_sealed: secret === undefined ? null : parts.secret_box.seal(secret, secretPlace(slug)),
		at: parts.clock.now(),
	};
	const locations = change.locations && readLocations(change.locations);
	return await parts.db.transaction(async (tx) => {
		if (!(await changeEventPartner(tx, row))) throw unknown(slug);
		if (locations !== undefined) {
			await deleteEventLocations(tx, slug);
			await insertLocations(tx, slug, locations);
		}
		const changed = (await showEventPartners(tx)).find((partner) => partner.slug === slug);
		if (changed === undefined) throw unknown(slug);
		return changed;
	});
}

/** Forget an event partner: it hears nothing any more, also of what waits for it. Error: `provider_not_found`. */
export async function removeEventPartner(db: Database, slug: string): Promise<void> {
	await db.transaction(async (tx) => {
		if (!(await deleteEventPartner(tx, slug))) throw unknown(slug);
	});
}

/** Every event partner by slug, without its secret. */
export async function showEventPartners(sql: Sql): Promise<ShownEventPartner[]> {
	const named = Map.groupBy(await listEventLocations(sql), (row) => row.slug);
	return (await listEventPartners(sql)).map(({ slug, url, events, created_at, rotated_at }) => ({
		...{ slug, url, events, created_at, rotated_at },
		locations: (named.get(slug) ?? []).map(({ location_id, reference_id }) => `${location_id}=${reference_id}`),
	}));
}

function unknown(slug: string): HubError {
	return new HubError("provider_not_found", { detail: `There is no event partner ${slug}.`, param: "slug" });
}
