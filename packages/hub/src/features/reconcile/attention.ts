import type { LocationRow } from "../../storage/tables/location.ts";
import type { PosFeedRow } from "../../storage/tables/pos-feed.ts";
import type { StoreDrift } from "./compare-stores.ts";

const NAMED = 3;

/** What an operator should know of a POS integration, in one line for its health; null: nothing is amiss. */
export function attentionOf(feeds: readonly PosFeedRow[], locations: readonly LocationRow[]): string | null {
	const names = new Map(locations.map(({ location_id, name }) => [location_id, name]));
	const said = (key: "quiet_since" | "missing_since") =>
		feeds.flatMap((feed) => {
			const since = feed[key];
			return since === null ? [] : [`${names.get(feed.location_id)} since ${new Date(since).toISOString()}`];
		});
	const quiet = said("quiet_since");
	const missing = said("missing_since");
	const parts = [
		...(quiet.length > 0 ? [`feed_quiet: no webhook, longer than usual, from ${listed(quiet)}`] : []),
		...(missing.length > 0 ? [`location_missing: the POS no longer lists ${listed(missing)}`] : []),
	];
	return parts.length === 0 ? null : parts.join("; ");
}

/** The same of a DSP integration. */
export function storeAttentionOf({ missing, disconnected }: StoreDrift): string | null {
	const parts = [
		...(missing.length > 0 ? [`store_missing: the DSP no longer lists ${listed(missing)}`] : []),
		...(disconnected.length > 0 ? [`store_disconnected: the DSP shows as not connected ${listed(disconnected)}`] : []),
	];
	return parts.length === 0 ? null : parts.join("; ");
}

function listed(lines: readonly string[]): string {
	const rest = lines.length - NAMED;
	return lines.slice(0, NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
