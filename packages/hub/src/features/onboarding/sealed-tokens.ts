import type { SecretBox } from "../../base/secret-box.ts";

/** What an integration keeps of its tokens. */
export interface SealedTokens {
	access_token_sealed: Buffer;
	refresh_token_sealed: Buffer | null;
}

/** Seal a provider's tokens for their row, each bound to its column (reliability.md A24). */
export function sealTokens(
	secret_box: SecretBox,
	integration_id: string,
	tokens: { access_token: string; refresh_token: string | null },
): SealedTokens {
	const { access_token, refresh_token } = tokens;
	return {
		access_token_sealed: secret_box.seal(access_token, place(integration_id, "access_token_sealed")),
		refresh_token_sealed:
			refresh_token === null ? null : secret_box.seal(refresh_token, place(integration_id, "refresh_token_sealed")),
	};
}

/** The tokens again. Throws `SealError`. */
export function openTokens(
	secret_box: SecretBox,
	integration_id: string,
	sealed: SealedTokens,
): { access_token: string; refresh_token: string | null } {
	const { access_token_sealed, refresh_token_sealed } = sealed;
	return {
		access_token: secret_box.open(access_token_sealed, place(integration_id, "access_token_sealed")),
		refresh_token:
			refresh_token_sealed === null
				? null
				: secret_box.open(refresh_token_sealed, place(integration_id, "refresh_token_sealed")),
	};
}

function place(integration_id: string, column: keyof SealedTokens): string {
	return `integration/${integration_id}/${column}`;
}
