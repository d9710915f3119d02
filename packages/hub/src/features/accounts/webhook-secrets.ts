import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { newSecret } from "../../base/secret-box.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findProvider, updateWebhookSecrets } from "../../storage/tables/provider.ts";
import type { AccountsParts } from "./accounts.ts";
import { sealedPlace } from "./providers.ts";

/** Secrets that sign at the same time at most: the new one, and those that are on their way out. */
const SECRETS_MAX = 3;

/** What is told of a rotation: every secret that signs now, the newest first, and the new one if the hub made it. */
export interface RotatedSecrets {
	webhook_secrets: string[];
	made: string | undefined;
}

/**
 * Bring in the next webhook secret of a provider; those before it keep signing until `endOldSecrets`. Errors:
 * `provider_not_found`, `already_exists` for one that signs already, `invalid_field` when too many do.
 */
export async function rotateWebhookSecret(
	parts: AccountsParts,
	slug: string,
	request: { secret?: string | undefined; actor: string },
): Promise<RotatedSecrets> {
	const made = request.secret === undefined ? newSecret("trw", parts.random) : undefined;
	const secret = request.secret ?? made ?? "";
	return change(parts, slug, { actor: request.actor, action: "provider.secret_added" }, (secrets) => {
		if (secrets.includes(secret)) throw new HubError("already_exists", { detail: "This secret signs already." });
		if (secrets.length >= SECRETS_MAX)
			throw new HubError("invalid_field", { param: "/secret", detail: "End the old secrets first." });
		return [secret, ...secrets];
	}).then((webhook_secrets) => ({ webhook_secrets, made }));
}

/** End every webhook secret of a provider but the newest. Error: `provider_not_found`. */
export async function endOldSecrets(parts: AccountsParts, slug: string, actor: string): Promise<RotatedSecrets> {
	const webhook_secrets = await change(parts, slug, { actor, action: "provider.secrets_ended" }, (secrets) =>
		secrets.slice(0, 1),
	);
	return { webhook_secrets, made: undefined };
}

async function change(
	parts: AccountsParts,
	slug: string,
	who: { actor: string; action: string },
	next: (secrets: string[]) => string[],
): Promise<string[]> {
	const place = sealedPlace(slug, "webhook_secrets_sealed");
	return parts.db.transaction(async (tx) => {
		const row = await findProvider(tx, slug);
		if (row === undefined) throw new HubError("provider_not_found");
		const secrets = next(JSON.parse(parts.secret_box.open(row.webhook_secrets_sealed, place)) as string[]);
		const at = parts.clock.now();
		const is_taken = await updateWebhookSecrets(tx, {
			slug,
			before: row.webhook_secrets_sealed,
			after: parts.secret_box.seal(JSON.stringify(secrets), place),
			updated_at: at,
		});
		if (!is_taken)
			throw new HubError("unavailable", { detail: "Somebody else changes these secrets.", retry_after_s: 1 });
		await insertAudit(tx, {
			...{ org_id: row.provider_id, audit_id: newId(), ...who, subject: row.provider_id, at },
			detail: { slug, secrets: secrets.length },
		});
		return secrets;
	});
}
