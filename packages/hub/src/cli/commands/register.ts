import { SCOPES } from "@ticketrail/contract";
import { type Command, InvalidArgumentError, Option } from "commander";
import { HubError } from "../../base/error.ts";
import type { NewProvider } from "../../features/accounts/index.ts";
import { withExamples } from "../help.ts";
import { readSecret } from "../secret-file.ts";
import { onRun, type Session } from "../session.ts";

/** `partner add` and `provider add`: who may call the hub, and whom the hub calls. */
export function addRegisterCommands(partner: Command, provider: Command, session: Session): void {
	const add_partner = partner
		.command("add")
		.description("Register a partner and make its credentials; the secret is shown this once")
		.requiredOption("--name <name>", "the partner's name")
		.requiredOption("--scopes <list>", `comma-separated: ${SCOPES.join(", ")}`, splitScopes)
		.option("--return-url-origin <url...>", "origin that a return_url may have, such as https://app.example.com")
		.option("--json", "print one JSON document");
	withExamples(add_partner, [
		'ticketrail partner add --name "Table Partners" --scopes onboarding',
		"ticketrail partner add --name Demo --scopes onboarding,sso --return-url-origin https://app.example.com --json",
	]);
	onRun(add_partner, session, async ({ options, output, configure }) => {
		const made = await session.actions.addPartner(configure(), {
			name: options.name as string,
			scopes: options.scopes as string[],
			return_url_origins: (options.returnUrlOrigin as string[] | undefined) ?? [],
		});
		output.data(made, ({ record }) => record(made));
		output.say(
			"The secret is stored as a digest: keep it now. Next: POST /oauth/token with client_id and client_secret.",
		);
		return undefined;
	});

	const add_provider = provider
		.command("add")
		.description("Register a POS or DSP system that this hub speaks to")
		.addOption(new Option("--type <type>", "pos or dsp").choices(["pos", "dsp"]).makeOptionMandatory())
		.requiredOption("--slug <slug>", "its name in URLs and in source")
		.requiredOption("--name <name>", "its name for people")
		.requiredOption("--base-url <url>", "where its API is")
		.addOption(new Option("--auth <way>", "how merchants connect").choices(["oauth", "manual"]).makeOptionMandatory())
		.requiredOption("--client-id <id>", "how it knows this hub")
		.option("--client-secret <secret>", "the hub's secret there; seen by others in the process list")
		.option("--client-secret-file <path>", "the same from a file, - for stdin")
		.option("--webhook-secret <secret...>", "what it signs its webhooks with, the newest first")
		.option("--webhook-secret-file <path>", "the same from a file")
		.option("--path <name=path...>", "a path that differs from the contract's, such as token=/oauth/token")
		.option("--set <key=value...>", "a setting, such as delivery_contract=dedupes_by_order_id")
		.option("--json", "print one JSON document");
	withExamples(add_provider, [
		"ticketrail provider add --type pos --slug my-pos --name 'My POS' --base-url https://pos.example.com \\",
		"    --auth oauth --client-id hub --client-secret-file pos.secret --webhook-secret-file pos.webhook \\",
		"    --set delivery_contract=dedupes_by_order_id",
	]);
	onRun(add_provider, session, async ({ options, output, configure }) => {
		const given = readProvider(options);
		const made = await session.actions.addProvider(configure(), given);
		output.data(made, ({ record }) => record(made));
		output.say("Next: give webhook_url and redirect_uri to the system's vendor.");
		return undefined;
	});
}

function readProvider(options: Record<string, unknown>): NewProvider {
	const text = (name: string) => options[name] as string;
	const webhook_secrets = (options.webhookSecret as string[] | undefined) ?? [];
	const from_file = readSecret(options.webhookSecretFile, "--webhook-secret-file");
	const all_secrets = from_file === undefined ? webhook_secrets : [from_file, ...webhook_secrets];
	if (all_secrets.length === 0) throw missing("--webhook-secret or --webhook-secret-file");
	const client_secret =
		(options.clientSecret as string | undefined) ?? readSecret(options.clientSecretFile, "--client-secret-file");
	if (client_secret === undefined) throw missing("--client-secret or --client-secret-file");
	return {
		type: options.type as "pos" | "dsp",
		slug: text("slug"),
		name: text("name"),
		base_url: text("baseUrl"),
		auth: options.auth as "oauth" | "manual",
		client_id: text("clientId"),
		client_secret,
		webhook_secrets: all_secrets,
		...(options.path ? { paths: options.path as string[] } : {}),
		...(options.set ? { settings: options.set as string[] } : {}),
	};
}

function missing(options: string): HubError {
	return new HubError("invalid_field", { detail: `one of them must be given`, param: options });
}

function splitScopes(list: string): string[] {
	const scopes = list
		.split(",")
		.map((scope) => scope.trim())
		.filter(Boolean);
	const known: readonly string[] = SCOPES;
	const unknown = scopes.filter((scope) => !known.includes(scope));
	if (scopes.length === 0 || unknown.length > 0) {
		throw new InvalidArgumentError(`Known scopes are ${SCOPES.join(", ")}.`);
	}
	return [...new Set(scopes)];
}
