import type { CreatePartnerTokenRequest, PartnerToken, TokenReply } from "@ticketrail/contract";
import type { Provider } from "../../clients/provider.ts";
import type { PartnerRow } from "../../storage/tables/partner.ts";
import { deleteTokensExpiredBefore } from "../../storage/tables/token.ts";
import type { AccountsParts } from "./accounts.ts";
import { createApiKey, revokeApiKey } from "./api-keys.ts";
import { type AuthenticatedPartner, authenticate } from "./authenticate.ts";
import { issueToken, TOKEN_LIFE, type TokenCall } from "./issue-token.ts";
import { createPartnerToken, deletePartnerToken, listPartnerTokens, renamePartnerToken } from "./partner-tokens.ts";
import { createPartner, getPartner, type NewClient, revokeApiClient } from "./partners.ts";
import {
	createProviderCache,
	listProviders,
	type NewProvider,
	type RegisteredProvider,
	registerProvider,
	setPaused,
} from "./providers.ts";
import { revokeToken } from "./revoke-token.ts";
import { endOldSecrets, type RotatedSecrets, rotateWebhookSecret } from "./webhook-secrets.ts";

export type { Provider } from "../../clients/provider.ts";
export type { AccountsParts } from "./accounts.ts";
export type { AuthenticatedPartner } from "./authenticate.ts";
export type { TokenCall } from "./issue-token.ts";
export type { NewClient } from "./partners.ts";
export type { NewProvider, RegisteredProvider } from "./providers.ts";

/** Who may call the hub and whom the hub calls: partners with their tokens, and providers (contract.md A.1). */
export interface Accounts {
	createPartner(partner: {
		name: string;
		scopes: readonly string[];
		return_url_origins?: readonly string[];
	}): Promise<NewClient>;
	getPartner(partner_id: string): Promise<PartnerRow | undefined>;
	/** Put an API client and its tokens out of use. False: there was none in use with this id. */
	revokeApiClient(client_id: string): Promise<boolean>;
	listPartnerTokens(caller: AuthenticatedPartner, org_id: string): Promise<PartnerToken[]>;
	createPartnerToken(caller: AuthenticatedPartner, request: CreatePartnerTokenRequest): Promise<PartnerToken>;
	renamePartnerToken(caller: AuthenticatedPartner, token_id: string, name: string): Promise<PartnerToken>;
	deletePartnerToken(caller: AuthenticatedPartner, token_id: string): Promise<void>;
	issueToken(call: TokenCall): Promise<TokenReply>;
	revokeToken(call: { client_id: string; client_secret: string; token: string }): Promise<void>;
	/** Who a bearer token speaks for; throws `unauthorized` when it is not in force. */
	authenticate(bearer: string): Promise<AuthenticatedPartner>;
	/** Forget tokens that expired longer ago than any family lives. Returns how many. */
	forgetOldTokens(): Promise<number>;
	registerProvider(provider: NewProvider): Promise<RegisteredProvider>;
	/** Make another API client for a partner, by an operator. Errors: `partner_not_found`, `invalid_field`. */
	createApiKey(key: Parameters<typeof createApiKey>[1]): Promise<NewClient>;
	/** Put a partner's API client out of use. Error: `token_not_found`. */
	revokeApiKey(key: Parameters<typeof revokeApiKey>[1]): Promise<void>;
	/** Bring in a provider's next webhook secret. Errors: `provider_not_found`, `already_exists`, `invalid_field`. */
	rotateWebhookSecret(slug: string, request: { secret?: string | undefined; actor: string }): Promise<RotatedSecrets>;
	/** End every webhook secret of a provider but the newest. Error: `provider_not_found`. */
	endOldSecrets(slug: string, actor: string): Promise<RotatedSecrets>;
	/** The provider with its secrets open, at most five seconds old. */
	getProvider(slug: string): Promise<Provider | undefined>;
	listProviders(): Promise<Provider[]>;
	/** Send nothing to a provider any more, or send to it again; error: `provider_not_found`. */
	setPaused(slug: string, is_paused: boolean): Promise<{ slug: string; paused_at: number | null }>;
}

/** The verbs of this feature with what they need. */
export function createAccounts(parts: AccountsParts): Accounts {
	const providers = createProviderCache(parts);
	return {
		createPartner: (partner) => createPartner(parts, partner),
		getPartner: (partner_id) => getPartner(parts, partner_id),
		revokeApiClient: (client_id) => revokeApiClient(parts, client_id),
		listPartnerTokens: (caller, org_id) => listPartnerTokens(parts, caller, org_id),
		createPartnerToken: (caller, request) => createPartnerToken(parts, caller, request),
		renamePartnerToken: (caller, token_id, name) => renamePartnerToken(parts, caller, token_id, name),
		deletePartnerToken: (caller, token_id) => deletePartnerToken(parts, caller, token_id),
		issueToken: (call) => issueToken(parts, call),
		revokeToken: (call) => revokeToken(parts, call),
		authenticate: (bearer) => authenticate(parts, bearer),
		forgetOldTokens: () => deleteTokensExpiredBefore(parts.db, parts.clock.now() - TOKEN_LIFE.family),
		createApiKey: (key) => createApiKey(parts, key),
		revokeApiKey: (key) => revokeApiKey(parts, key),
		async rotateWebhookSecret(slug, request) {
			const rotated = await rotateWebhookSecret(parts, slug, request);
			providers.forget(slug);
			return rotated;
		},
		async endOldSecrets(slug, actor) {
			const rotated = await endOldSecrets(parts, slug, actor);
			providers.forget(slug);
			return rotated;
		},
		async registerProvider(provider) {
			const registered = await registerProvider(parts, provider);
			providers.forget(provider.slug);
			return registered;
		},
		getProvider: (slug) => providers.get(slug),
		listProviders: () => listProviders(parts),
		async setPaused(slug, is_paused) {
			const change = await setPaused(parts, slug, is_paused);
			providers.forget(slug);
			return change;
		},
	};
}
