import type { PosLocation } from "@ticketrail/contract";
import type { Outcome } from "../base/outcome.ts";
import { asPrepTime, asRecord, asText, type ClientResult, failed, isDone, readJson } from "./reply.ts";

/** Bytes of a list of locations at most. */
export const LIST_BYTES_MAX = 8 * 1024 * 1024;
/** Locations of one login at most. */
const LOCATIONS_MAX = 20_000;
const ID_MAX = 255;
const ADDRESS_FIELDS = ["address_line_1", "address_line_2", "city", "state", "postal_code", "country"] as const;

/**
 * The locations in an answer (contract.md B.3, C.2.3), read leniently: one without an id is left out, a missing name is
 * its id, a missing part of the address is empty, unknown fields fall away. Not ok: no 2xx, no list, or absurdly many.
 * `hidden` are secrets of the request that a refusal may repeat.
 */
export function readLocations(outcome: Outcome, hidden: readonly string[]): ClientResult<{ locations: PosLocation[] }> {
	if (!isDone(outcome)) return failed(outcome, hidden);
	const { locations } = asRecord(readJson(outcome.body));
	if (!Array.isArray(locations)) return unreadable(outcome, "without a list of locations");
	if (locations.length > LOCATIONS_MAX) return unreadable(outcome, `with more than ${LOCATIONS_MAX} locations`);
	return { ok: true, value: { locations: locations.flatMap((entry) => readLocation(asRecord(entry)) ?? []) } };
}

function readLocation(entry: Record<string, unknown>): PosLocation | undefined {
	const provider_id = asText(entry.provider_id);
	if (provider_id === undefined || provider_id.length > ID_MAX) return undefined;
	const written = asRecord(entry.address);
	const address = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, asText(written[field]) ?? ""]));
	const prep_time_minutes = asPrepTime(entry.prep_time_minutes);
	const timezone = asText(entry.timezone);
	const connection_status = asText(entry.connection_status);
	return {
		provider_id,
		name: asText(entry.name) ?? provider_id,
		address: address as PosLocation["address"],
		...(timezone !== undefined && { timezone }),
		...(prep_time_minutes !== undefined && { prep_time_minutes }),
		...(connection_status !== undefined && { connection_status }),
	};
}

function unreadable(outcome: Outcome & { stage: "answered" }, what: string): ClientResult<never> {
	return { ok: false, outcome, message: `answered ${outcome.status} ${what}`, refused: false };
}
