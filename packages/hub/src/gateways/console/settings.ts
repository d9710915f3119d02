import type { Accounts } from "../../features/accounts/index.ts";
import type { Console } from "../../features/console/index.ts";
import type { SignIn } from "../../features/sign-in/index.ts";
import type { Endpoint } from "../endpoint.ts";
import { consoleEndpoint } from "./console-endpoint.ts";

/** What the operators' screens ask. */
export interface ConsoleSettingsParts {
	console: Console;
	sign_in: Pick<SignIn, "inviteOperator" | "removeOperator">;
	accounts: Pick<
		Accounts,
		"createPartner" | "createApiKey" | "revokeApiKey" | "registerProvider" | "rotateWebhookSecret" | "endOldSecrets"
	>;
	/** that much of a new secret, made by the hub */
	newSecret(): string;
}

/** The installation's state and settings. */
export function consoleSettings({ console, sign_in, accounts, newSecret }: ConsoleSettingsParts): Endpoint[] {
	return [
		consoleEndpoint("consoleSystem", [], async () => ({ body: await console.systemState() })),
		consoleEndpoint("consoleSettings", [], async () => ({ body: await console.readSettings() })),
		consoleEndpoint("consoleCreatePartner", [], async ({ visit, body }) => {
			const made = await accounts.createPartner(body);
			const { partner_id, client_id } = made;
			const row = { org_id: partner_id, actor: visit.visitor.actor, action: "partner.created_at_console" };
			await console.audit({ ...row, subject: client_id, detail: { name: body.name } });
			return { body: made };
		}),
		consoleEndpoint("consoleCreateKey", ["partner_not_found"], async ({ visit, params, body }) => ({
			body: await accounts.createApiKey({ ...params, ...body, actor: visit.visitor.actor }),
		})),
		consoleEndpoint("consoleRevokeKey", ["token_not_found"], async ({ visit, params }) => {
			await accounts.revokeApiKey({ ...params, actor: visit.visitor.actor });
			return { body: undefined };
		}),
		consoleEndpoint("consoleSetTheme", ["partner_not_found"], async ({ visit, params, body }) => ({
			body: await console.setTheme(params.partner_id, body, visit.visitor.actor),
		})),
		consoleEndpoint("consoleCreateProvider", ["already_exists"], async ({ visit, body }) => {
			const { webhook_secret, ...provider } = body;
			const made = webhook_secret === undefined ? newSecret() : undefined;
			const registered = await accounts.registerProvider({
				...provider,
				webhook_secrets: [webhook_secret ?? made ?? ""],
			});
			const { provider_id, slug } = registered;
			const row = { org_id: provider_id, actor: visit.visitor.actor, action: "provider.created" };
			await console.audit({ ...row, subject: provider_id, detail: { slug, type: body.type } });
			return { body: { ...registered, ...(made && { webhook_secret: made }) } };
		}),
		consoleEndpoint(
			"consoleRotateSecret",
			["provider_not_found", "already_exists"],
			async ({ visit, params, body }) => {
				const request = { secret: body.secret, actor: visit.visitor.actor };
				const { webhook_secrets, made } = await accounts.rotateWebhookSecret(params.slug, request);
				return { body: { webhook_secrets: console.hintsOf(webhook_secrets), ...(made && { secret: made }) } };
			},
		),
		consoleEndpoint("consoleEndSecrets", ["provider_not_found"], async ({ visit, params }) => {
			const { webhook_secrets } = await accounts.endOldSecrets(params.slug, visit.visitor.actor);
			return { body: { webhook_secrets: console.hintsOf(webhook_secrets) } };
		}),
		consoleEndpoint("consoleCreateOperator", [], async ({ visit, body }) => {
			const { operator_id, sign_in_url, expires_at } = await sign_in.inviteOperator({
				email: body.email,
				actor: visit.visitor.actor,
			});
			const { operators } = await console.readSettings();
			const operator = operators.find(({ _id }) => _id === operator_id);
			if (operator === undefined) throw new Error("an operator who was just invited must be readable");
			return { body: { operator, sign_in_url, expires_at } };
		}),
		consoleEndpoint("consoleRemoveOperator", ["operator_not_found", "last_operator"], async ({ visit, params }) => {
			await sign_in.removeOperator(params.operator_id, visit.visitor.actor);
			return { body: undefined };
		}),
	];
}
