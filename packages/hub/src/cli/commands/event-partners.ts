import { PARTNER_EVENT_TYPES } from "@ticketrail/contract";
import type { Command } from "commander";
import { HubError } from "../../base/error.ts";
import { withExamples } from "../help.ts";
import { readSecret } from "../secret-file.ts";
import { onRun, type Session } from "../session.ts";

/** `event-partner add`: who hears of orders and may name couriers (contract.md D). */
export function addEventPartnerCommands(event_partner: Command, session: Session): void {
	const add = event_partner
		.command("add")
		.description("Register somebody who hears of orders, within seconds also at a hub that runs")
		.requiredOption("--slug <slug>", "its name in URLs")
		.requiredOption("--url <url>", "where it takes events")
		.option("--secret <secret>", "what signs events and its webhooks; seen by others in the process list")
		.option("--secret-file <path>", "the same from a file, - for stdin")
		.option("--events <list>", `comma-separated: ${PARTNER_EVENT_TYPES.join(", ")}; all but the last by default`)
		.option("--location <id=ref...>", "a location of ours and how it calls it; every location when there is none")
		.option("--json", "print one JSON document");
	withExamples(add, [
		"ticketrail event-partner add --slug courier --url https://courier.example.com/events --secret-file courier.secret",
		"ticketrail event-partner add --slug loyalty --url https://loyalty.example.com/hook --secret-file loyalty.secret \\",
		"    --events order.confirmed --location 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90=store-7",
	]);
	onRun(add, session, async ({ options, output, configure }) => {
		const secret = (options.secret as string | undefined) ?? readSecret(options.secretFile, "--secret-file");
		if (secret === undefined)
			throw new HubError("invalid_field", { detail: "one of them must be given", param: "--secret or --secret-file" });
		const events = (options.events as string | undefined)?.split(",").map((type) => type.trim());
		const made = await session.actions.addEventPartner(configure(), {
			slug: options.slug as string,
			url: options.url as string,
			secret,
			...(events && { events: events.filter(Boolean) }),
			...(options.location ? { locations: options.location as string[] } : {}),
		});
		output.data(made, ({ record }) => record(made));
		output.say("Next: give webhook_url to the event partner.");
		return undefined;
	});
}
