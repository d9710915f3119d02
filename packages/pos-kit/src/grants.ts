/** Who signed in and approved: `id` becomes the token reply's `id` and the merchant id of a Global Catalog (B.2). */
export interface Account {
	id: string;
	sso_details?: { email: string; full_name?: string; phone_number?: string };
}

/** An authorization code that was given out, bound to the client and to the exact redirect_uri (contract.md B.2). */
export interface CodeGrant {
	client_id: string;
	redirect_uri: string;
	account: Account;
	expires_at: number;
}

/** An access or refresh token that was given out. `expires_at` is epoch ms. */
export interface TokenGrant {
	kind: "access" | "refresh";
	client_id: string;
	account: Account;
	expires_at: number;
}

type MaybeAsync<T> = T | Promise<T>;

/**
 * Where a POS keeps what it granted; all keys are digests, never the secrets themselves. A POS with a database writes
 * its own. `takeCode` must remove and return in one step, because that is what makes a code single use.
 */
export interface GrantStore {
	saveCode(digest: string, grant: CodeGrant): MaybeAsync<void>;
	takeCode(digest: string): MaybeAsync<CodeGrant | undefined>;
	saveToken(digest: string, grant: TokenGrant): MaybeAsync<void>;
	findToken(digest: string): MaybeAsync<TokenGrant | undefined>;
	/** Forget every code and token of an account: the merchant disconnected the integration at the POS. */
	revokeAccount(account_id: string): MaybeAsync<void>;
}

/** The store in memory: right for tests, examples and a POS of one process that may ask merchants to sign in again. */
export function createMemoryGrants({ now }: { now: () => number }): GrantStore {
	const codes = new Map<string, CodeGrant>();
	const tokens = new Map<string, TokenGrant>();
	return {
		saveCode(digest, grant) {
			dropExpired(codes, now());
			codes.set(digest, grant);
		},
		takeCode(digest) {
			const grant = codes.get(digest);
			codes.delete(digest);
			return grant;
		},
		saveToken(digest, grant) {
			dropExpired(tokens, now());
			tokens.set(digest, grant);
		},
		findToken: (digest) => tokens.get(digest),
		revokeAccount(account_id) {
			for (const grants of [codes, tokens]) {
				for (const [digest, grant] of grants) if (grant.account.id === account_id) grants.delete(digest);
			}
		},
	};
}

function dropExpired(grants: Map<string, { expires_at: number }>, now: number): void {
	for (const [digest, grant] of grants) if (grant.expires_at <= now) grants.delete(digest);
}
