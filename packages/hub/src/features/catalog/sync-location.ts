import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { HubError } from "../../base/error.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { CatalogScope } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import { describeOutcome, isDone } from "../../clients/reply.ts";
import type { Tx } from "../../delivery/index.ts";
import { loadCatalogState } from "../../storage/tables/catalog-state.ts";
import { findLatestCatalogVersion } from "../../storage/tables/catalog-version.ts";
import { findSyncTarget, noteSync, type SyncTarget } from "../../storage/tables/location-sync.ts";
import type { CatalogParts, LocationTarget, SyncedCatalog } from "./catalog.ts";
import { checkApart, expectReply } from "./check-apart.ts";
import type { FetchedReply } from "./compare-reply.ts";
import { storeCatalog } from "./store-catalog.ts";

/** Part of every reply's hash: with other rules in `readCatalog` the same reply has to be read again. */
const RULES_VERSION = 3;
const PIECE = 1_048_576;

/**
 * Fetch a location's catalog from its POS and store what changed as a new version (contract.md B.4). A reply with the same
 * bytes as the last one costs one hash. `settle` runs in the transaction that stores the result. Whatever goes wrong leaves
 * the live catalog as it was. Errors: `location_not_found`, `onboarding_not_active`, `source_not_found`,
 * `provider_unreachable`, `provider_refused`, `provider_reauthorization_needed`.
 */
export async function syncLocation(
	parts: CatalogParts,
	target: LocationTarget,
	settle: (tx: Tx) => void = () => {},
): Promise<SyncedCatalog> {
	const { db, queue, clock, log } = parts;
	const started = clock.now();
	const location = await findSyncTarget(db, target.org_id, target.location_id);
	if (location === undefined) throw new HubError("location_not_found");
	if (location.integration_status !== "active") throw new HubError("onboarding_not_active");
	const provider = await parts.getProvider(location.slug);
	if (provider === undefined) throw new HubError("source_not_found");
	expectReply(parts.apart, (await findLatestCatalogVersion(db, target.org_id, target.location_id))?.objects ?? 0);
	const reply = await fetchReply(parts, location, provider);
	const bytes = reply.length;
	const place = { pos_location_id: location.provider_id, is_global: provider.settings.global_catalog };
	const reply_hash = `${RULES_VERSION}${place.is_global ? "g" : ""}:${await digestOf(reply)}`;
	const latest = await findLatestCatalogVersion(db, target.org_id, target.location_id);
	const isKnown = latest?.hash === reply_hash && latest.version === location.catalog_version;
	const result = isKnown
		? await queue.transaction(async (tx) => {
				await noteSync(tx, { ...target, at: clock.now(), error: null });
				settle(tx);
				return {
					version: latest.version,
					objects: latest.objects,
					warnings: JSON.parse(latest.warnings) as string[],
					is_changed: false,
				};
			})
		: await checkAndStore(
				parts,
				location,
				{ reply, place, base_version: location.catalog_version },
				reply_hash,
				settle,
			);
	log.info("catalog.synced", {
		...target,
		slug: location.slug,
		version: result.version,
		objects: result.objects,
		warnings: result.warnings.length,
		changed: result.is_changed,
		bytes,
		took_ms: clock.now() - started,
	});
	return result;
}

async function checkAndStore(
	parts: CatalogParts,
	location: SyncTarget,
	fetched: FetchedReply,
	reply_hash: string,
	settle: (tx: Tx) => void,
): Promise<SyncedCatalog> {
	const { org_id, location_id } = location;
	const checked = await checkApart(parts.apart, fetched, () => loadCatalogState(parts.db, org_id, location_id));
	try {
		return await storeCatalog(parts, location, checked, reply_hash, settle);
	} finally {
		await checked.end();
	}
}

/** SHA-256, a megabyte between two turns of the event loop, so that a large reply is not copied to be read elsewhere. */
async function digestOf(reply: Buffer): Promise<string> {
	const digest = createHash("sha256");
	for (let at = 0; at < reply.length; at += PIECE) {
		digest.update(reply.subarray(at, at + PIECE));
		await setImmediate();
	}
	return digest.digest("base64url");
}

async function fetchReply(parts: CatalogParts, location: SyncTarget, provider: Provider): Promise<Buffer> {
	const scope: CatalogScope =
		provider.settings.global_catalog && location.account_id !== null
			? { merchant_id: location.account_id }
			: { location_id: location.provider_id };
	const outcome: Outcome = await parts.withToken(location.org_id, location.integration_id, (access_token) =>
		parts.pos.fetchCatalog(provider, access_token, scope),
	);
	if (isDone(outcome)) return outcome.body;
	throw new HubError(isNo(outcome) ? "provider_refused" : "provider_unreachable", {
		detail: `${provider.name}: ${describeOutcome(outcome)}`,
	});
}

/**
 * Whether asking again soon is pointless. A 401 that outlived a refresh need not be about authorization (contract.md B.10), so
 * it counts like any other answer: the POS's own words go to the merchant.
 */
function isNo(outcome: Outcome): boolean {
	if (outcome.stage === "unknown") return outcome.reason === "body_too_large";
	if (outcome.stage === "never_sent") return false;
	return outcome.status < 500 && ![408, 425, 429].includes(outcome.status);
}
