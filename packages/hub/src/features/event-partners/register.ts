import { PARTNER_EVENT_TYPES, type PartnerEventType } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { Database, Sql } from "../../storage/database.ts";
import { insertEventLocation, insertEventPartner } from "../../storage/tables/event-partner.ts";
import { findOrgOfLocation } from "../../storage/tables/location.ts";

/** An event partner to be registered (contract.md D). */
export interface NewEventPartner {
	/** part of the URL that it calls: lower-case letters, digits, `-` and `_` */
	slug: string;
	/** where it takes events */
	url: string;
	/** signs the events to it and its own webhooks */
	secret: string;
	/** all but `driver.status_updated` when left out: that one is only on request (contract.md D.1) */
	events?: readonly string[];
	/** `ID=REF`: our id of a location and the partner's own; of all locations when there is none */
	locations?: readonly string[];
}

const BY_DEFAULT: readonly PartnerEventType[] = PARTNER_EVENT_TYPES.filter((type) => type !== "driver.status_updated");

/** Register an event partner. Errors: `invalid_field` with the option as `param`, `location_not_found`, `already_exists`. */
export async function registerEventPartner(
	parts: { db: Database; clock: Clock; secret_box: SecretBox; public_url: string },
	partner: NewEventPartner,
): Promise<{ slug: string; webhook_url: string }> {
	const { slug, secret } = partner;
	if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(slug))
		throw invalid("slug", "A slug begins with a letter or digit and has at most 63 of a-z, 0-9, - and _.");
	checkSecret(secret);
	const row = {
		slug,
		event_partner_id: newId(),
		url: checkUrl(partner.url),
		secret_sealed: parts.secret_box.seal(secret, secretPlace(slug)),
		events: checkEvents(partner.events ?? BY_DEFAULT),
		created_at: parts.clock.now(),
	};
	const locations = readLocations(partner.locations ?? []);
	await parts.db.transaction(async (tx) => {
		if (!(await insertEventPartner(tx, row)))
			throw new HubError("already_exists", { detail: `The slug ${slug} is taken.`, param: "slug" });
		await insertLocations(tx, slug, locations);
	});
	return { slug, webhook_url: `${parts.public_url}/events/${slug}/webhook` };
}

/** Let an event partner hear of these locations too. Error: `location_not_found`. */
export async function insertLocations(tx: Sql, slug: string, locations: ReadonlyMap<string, string>): Promise<void> {
	for (const [location_id, reference_id] of locations) {
		const org_id = isId(location_id) ? await findOrgOfLocation(tx, location_id) : undefined;
		if (org_id === undefined)
			throw new HubError("location_not_found", {
				detail: `There is no location ${location_id}; ticketrail org show ORG lists an organisation's.`,
				param: "location",
			});
		await insertEventLocation(tx, { slug, location_id, org_id, reference_id });
	}
}

/** What the sealed secret of an event partner is bound to. */
export function secretPlace(slug: string): string {
	return `event_partner/${slug}/secret_sealed`;
}

/** Error: `invalid_field` for a secret that is none. */
export function checkSecret(secret: string): void {
	if (secret === "") throw invalid("secret", "The secret is empty.");
}

/** The URL in the form in which it is stored. Error: `invalid_field`. */
export function checkUrl(text: string): string {
	const url = URL.parse(text);
	const is_web = url !== null && (url.protocol === "https:" || url.protocol === "http:");
	if (!is_web || url.username !== "" || url.password !== "" || url.hash !== "")
		throw invalid("url", "The URL must be http or https, without user and fragment.");
	return url.href;
}

/** The known types among these, in their own order. Error: `invalid_field` for an unknown one or none. */
export function checkEvents(events: readonly string[]): string[] {
	const known: readonly string[] = PARTNER_EVENT_TYPES;
	const unknown = events.filter((type) => !known.includes(type));
	if (events.length === 0 || unknown.length > 0)
		throw invalid("events", `There are these events: ${PARTNER_EVENT_TYPES.join(", ")}.`);
	return known.filter((type) => events.includes(type));
}

/** `ID=REF` pairs: our location id and the partner's own. Error: `invalid_field`. */
export function readLocations(pairs: readonly string[]): Map<string, string> {
	return new Map(
		pairs.map((pair): [string, string] => {
			const at = pair.indexOf("=");
			if (at < 1 || at === pair.length - 1)
				throw invalid("location", `Write ID=REF, our id of the location and the partner's own, not ${pair}.`);
			return [pair.slice(0, at).toLowerCase(), pair.slice(at + 1)];
		}),
	);
}

function invalid(param: string, detail: string): HubError {
	return new HubError("invalid_field", { detail, param });
}
