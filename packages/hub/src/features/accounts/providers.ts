import { setTimeout as sleep } from "node:timers/promises";
import { HubError, isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import {
	completeSettings,
	type Provider,
	type ProviderSettings,
	parseBaseUrl,
	parsePaths,
	parseSettings,
} from "../../clients/provider.ts";
import {
	findProvider,
	insertProvider,
	type NewProviderRow,
	type ProviderRow,
	pauseProvider as pauseRow,
	listProviders as readProviders,
	resumeProvider as resumeRow,
	upsertProvider,
} from "../../storage/tables/provider.ts";
import type { AccountsParts } from "./accounts.ts";

/** How old a provider may be when it is used: a change reaches every hub process within this time, ms. */
const CACHE_MS = 5_000;
/** How long a provider that is known already is waited for. */
const READ_PATIENCE_MS = 300;

/** A POS or DSP to be registered; `paths` and `settings` as on the command line (interface.md): `token=/x`, `menu_version=v2`. */
export interface NewProvider {
	type: "pos" | "dsp";
	/** part of the URLs that the provider calls: lower-case letters, digits, `-` and `_` */
	slug: string;
	name: string;
	base_url: string;
	auth: "oauth" | "manual";
	/** how the provider knows this hub */
	client_id: string;
	client_secret: string;
	/** any of them may sign, so that a new one can be brought in before the old one goes; newest first */
	webhook_secrets: readonly string[];
	paths?: readonly string[];
	settings?: readonly string[];
	/** true: replace what is registered under this slug, if it is of the same type */
	replace?: boolean;
}

/** What the provider's vendor has to be told. */
export interface RegisteredProvider {
	provider_id: string;
	slug: string;
	/** where it sends its webhooks, or a DSP its orders */
	webhook_url: string;
	redirect_uri: string;
}

/** Register a POS or DSP. Errors: `invalid_field` with the option at fault as `param`, `already_exists`. */
export async function registerProvider(parts: AccountsParts, provider: NewProvider): Promise<RegisteredProvider> {
	const { slug, type } = provider;
	const row = toRow(parts, provider);
	const stored = provider.replace
		? await upsertProvider(parts.db, row)
		: (await insertProvider(parts.db, row))
			? { provider_id: row.provider_id }
			: undefined;
	if (!stored) throw new HubError("already_exists", { detail: `The slug ${slug} is taken.`, param: "slug" });
	return {
		provider_id: stored.provider_id,
		slug,
		webhook_url: type === "pos" ? `${parts.public_url}/pos/${slug}/webhook` : `${parts.public_url}/order/${slug}`,
		redirect_uri: `${parts.public_url}/oauth/callback/${slug}`,
	};
}

/** Every provider by slug. */
export async function listProviders(parts: AccountsParts): Promise<Provider[]> {
	return (await readProviders(parts.db)).map((row) => fromRow(parts, row));
}

/**
 * Send nothing to a provider any more, or send to it again: every process obeys within five seconds. What is for it waits
 * meanwhile; orders get their verdict in time all the same. Error: `provider_not_found`.
 */
export async function setPaused(
	parts: AccountsParts,
	slug: string,
	is_paused: boolean,
): Promise<{ slug: string; paused_at: number | null }> {
	const { db, clock } = parts;
	const is_known = is_paused ? await pauseRow(db, slug, clock.now()) : await resumeRow(db, slug);
	if (!is_known) throw new HubError("provider_not_found", { detail: `There is no provider ${JSON.stringify(slug)}.` });
	return { slug, paused_at: (await findProvider(db, slug))?.paused_at ?? null };
}

/**
 * Providers by slug, each read from the database at most once in five seconds, however many ask. While the database does not
 * answer, what was last read still counts: whoever calls is known, and hears by what he wants to be done that it cannot be.
 */
export function createProviderCache(parts: AccountsParts): {
	get(slug: string): Promise<Provider | undefined>;
	forget(slug: string): void;
} {
	const cache = new Map<string, { provider: Provider; read_at: number }>();
	const reading = new Map<string, { provider: Promise<Provider | undefined>; is_slow: Promise<"slow"> }>();

	function readOnce(slug: string) {
		const under_way = reading.get(slug);
		if (under_way !== undefined) return under_way;
		const provider = read(slug).finally(() => reading.delete(slug));
		provider.catch(() => {});
		const started = { provider, is_slow: sleep(READ_PATIENCE_MS, "slow" as const, { ref: false }) };
		reading.set(slug, started);
		return started;
	}

	async function read(slug: string): Promise<Provider | undefined> {
		const read_at = parts.clock.now();
		const row = isSlug(slug) ? await findProvider(parts.db, slug) : undefined;
		if (!row) {
			cache.delete(slug);
			return undefined;
		}
		const provider = fromRow(parts, row);
		cache.set(slug, { provider, read_at });
		return provider;
	}

	return {
		async get(slug) {
			const cached = cache.get(slug);
			if (cached && parts.clock.now() - cached.read_at < CACHE_MS) return cached.provider;
			const { provider, is_slow } = readOnce(slug);
			if (cached === undefined) return await provider;
			const found = await Promise.race([provider, is_slow]).catch((error) => {
				if (isHubError(error, "unavailable")) return "slow" as const;
				throw error;
			});
			return found === "slow" ? cached.provider : found;
		},
		forget(slug) {
			cache.delete(slug);
			reading.delete(slug);
		},
	};
}

function isSlug(text: string): boolean {
	return /^[a-z0-9][a-z0-9_-]{0,62}$/.test(text);
}

function toRow(parts: AccountsParts, provider: NewProvider): NewProviderRow {
	const { slug, type, webhook_secrets } = provider;
	if (!isSlug(slug)) {
		throw invalid("slug", "A slug begins with a letter or digit and has at most 63 of a-z, 0-9, - and _.");
	}
	for (const option of ["name", "client_id", "client_secret"] as const) {
		if (provider[option].trim() === "") throw invalid(option, `${option} is empty.`);
	}
	if (webhook_secrets.length === 0 || webhook_secrets.includes("")) {
		throw invalid("webhook_secret", "At least one webhook secret is needed, and none may be empty.");
	}
	const now = parts.clock.now();
	return {
		slug,
		provider_id: newId(),
		type,
		name: provider.name.trim(),
		base_url: parseBaseUrl(provider.base_url),
		paths: JSON.stringify(parsePaths(type, provider.paths ?? [])),
		auth: provider.auth,
		client_id: provider.client_id,
		client_secret_sealed: parts.secret_box.seal(provider.client_secret, sealedPlace(slug, "client_secret_sealed")),
		webhook_secrets_sealed: parts.secret_box.seal(
			JSON.stringify(webhook_secrets),
			sealedPlace(slug, "webhook_secrets_sealed"),
		),
		settings: JSON.stringify(parseSettings(type, provider.settings ?? [])),
		created_at: now,
		updated_at: now,
	};
}

function fromRow(parts: AccountsParts, row: ProviderRow): Provider {
	const { slug, provider_id, type, name, base_url, auth, client_id, paused_at } = row;
	const open = (sealed: Buffer, column: string) => parts.secret_box.open(sealed, sealedPlace(slug, column));
	return {
		...{ slug, provider_id, type, name, base_url, auth, client_id, paused_at },
		paths: JSON.parse(row.paths) as Record<string, string>,
		client_secret: open(row.client_secret_sealed, "client_secret_sealed"),
		webhook_secrets: JSON.parse(open(row.webhook_secrets_sealed, "webhook_secrets_sealed")) as string[],
		settings: completeSettings(JSON.parse(row.settings) as Partial<ProviderSettings>),
	};
}

/** What a sealed column of a provider is bound to. */
export function sealedPlace(slug: string, column: string): string {
	return `provider/${slug}/${column}`;
}

function invalid(param: string, detail: string): HubError {
	return new HubError("invalid_field", { detail, param });
}
