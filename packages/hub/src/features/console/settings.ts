import type { Settings } from "@ticketrail/contract";
import type { Provider } from "../../clients/provider.ts";
import { countIntegrations, listApiKeys, listPartnerSettings } from "../../storage/tables/console-settings.ts";
import { listEventPartners } from "../../storage/tables/event-partner.ts";
import { listOperators } from "../sign-in/index.ts";
import type { ConsoleParts } from "./console.ts";

/** Everything that operators set, without a secret: of those only the ends, so that two can be told apart. */
export async function readSettings(parts: ConsoleParts & { listProviders(): Promise<Provider[]> }): Promise<Settings> {
	const { db, public_url } = parts;
	const [partners, keys, providers, operators, event_partners, integrations] = await Promise.all([
		listPartnerSettings(db),
		listApiKeys(db),
		parts.listProviders(),
		listOperators(db),
		listEventPartners(db),
		countIntegrations(db),
	]);
	const keys_of = Map.groupBy(keys, (key) => key.partner_id);
	return {
		partners: partners.map(({ partner_id, return_url_origins, theme, ...row }) => ({
			_id: partner_id,
			...row,
			return_url_origins: JSON.parse(return_url_origins) as string[],
			theme: theme === null ? {} : (JSON.parse(theme) as Settings["partners"][number]["theme"]),
			keys: (keys_of.get(partner_id) ?? []).map(({ scopes, org_id, revoked_at, ...key }) => ({
				...key,
				scopes: JSON.parse(scopes) as Settings["partners"][number]["keys"][number]["scopes"],
				...(org_id && { org_id }),
				...(revoked_at !== null && { revoked_at }),
			})),
		})),
		providers: providers.map((provider) => {
			const { slug, name, type, base_url, auth, client_id, paths, settings } = provider;
			return {
				...{ _id: provider.provider_id, slug, name, type, base_url, auth, client_id, paths },
				settings: Object.fromEntries(
					Object.entries(settings).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value)),
				) as Settings["providers"][number]["settings"],
				webhook_url: type === "pos" ? `${public_url}/pos/${slug}/webhook` : `${public_url}/order/${slug}`,
				redirect_uri: `${public_url}/oauth/callback/${slug}`,
				webhook_secrets: hintsOf(provider.webhook_secrets),
				integrations: integrations.get(slug) ?? 0,
			};
		}),
		operators: operators.map(({ operator_id, last_seen_at, ...row }) => ({
			...{ _id: operator_id, ...row, role: "operator" as const },
			...(last_seen_at !== null && { last_seen_at }),
		})),
		event_partners: event_partners.map(({ slug, url, events }) => ({
			...{ slug, url, events },
			webhook_url: `${public_url}/events/${slug}/webhook`,
		})),
	};
}

/** Enough of each secret to tell it from the others: of a short one nothing. */
export function hintsOf(secrets: readonly string[]): { position: number; ends_with: string }[] {
	return secrets.map((secret, position) => ({ position, ends_with: secret.length < 12 ? "" : secret.slice(-4) }));
}
