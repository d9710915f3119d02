import { PARTNER_EVENT_TYPES } from "@ticketrail/contract";
import type { Command } from "commander";
import { HubError } from "../../base/error.ts";
import { withExamples } from "../help.ts";
import { readSecret } from "../secret-file.ts";
import { onRun, type Session } from "../session.ts";

const EVENTS = `comma-separated: ${PARTNER_EVENT_TYPES.join(", ")}`;

/** `event-partner add`, `update`, `remove`, `list`: who hears of orders and may name couriers (contract.md D). */
export function addEventPartnerCommands(event_partner: Command, session: Session): void {
	addAdd(event_partner, session);
	addUpdate(event_partner, session);
	const { actions } = session;

	const remove = event_partner.command("remove").description("Tell somebody nothing more, also of what waits for them");
	remove.requiredOption("--slug <slug>", "its name in URLs").option("--json", "print one JSON document");
	withExamples(remove, ["ticketrail event-partner remove --slug courier"]);
	onRun(remove, session, async ({ options, output, configure }) => {
		const removed = await actions.removeEventPartner(configure(), options.slug as string);
		output.data(removed, ({ record }) => record(removed));
		return undefined;
	});

	const list = event_partner.command("list").description("Those who hear of orders, without their secrets");
	list.option("--json", "print one JSON document");
	withExamples(list, ["ticketrail event-partner list", "ticketrail event-partner list --json"]);
	onRun(list, session, async ({ output, configure }) => {
		const rows = await actions.listEventPartners(configure());
		output.data(rows, ({ table }) => table(rows, ["slug", "url", "events", "locations"], "No event partner yet."));
		return undefined;
	});
}

function addAdd(event_partner: Command, session: Session): void {
	const add = withOptions(
		event_partner
			.command("add")
			.description("Register somebody who hears of orders, within seconds also at a hub that runs")
			.requiredOption("--slug <slug>", "its name in URLs")
			.requiredOption("--url <url>", "where it takes events"),
		{ events: `${EVENTS}; all but the last by default`, location: "every location when there is none" },
	);
	withExamples(add, [
		"ticketrail event-partner add --slug courier --url https://courier.example.com/events --secret-file courier.secret",
		"ticketrail event-partner add --slug loyalty --url https://loyalty.example.com/hook --secret-file loyalty.secret \\",
		"    --events order.confirmed --location 0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90=store-7",
	]);
	onRun(add, session, async ({ options, output, configure }) => {
		const { secret, ...rest } = readOptions(options);
		if (secret === undefined)
			throw new HubError("invalid_field", { detail: "one of them must be given", param: "--secret or --secret-file" });
		const url = options.url as string;
		const made = await session.actions.addEventPartner(configure(), { ...rest, url, secret });
		output.data(made, ({ record }) => record(made));
		output.say("Next: give webhook_url to the event partner.");
		return undefined;
	});
}

function addUpdate(event_partner: Command, session: Session): void {
	const update = withOptions(
		event_partner
			.command("update")
			.description("Change what is given, within seconds also at a hub that runs; the rest stays")
			.requiredOption("--slug <slug>", "its name in URLs")
			.option("--url <url>", "where it takes events"),
		{ events: EVENTS, location: "these instead of those that it has" },
	).option("--all-locations", "it hears of every location again");
	withExamples(update, [
		"ticketrail event-partner update --slug courier --url https://new.courier.example.com/events",
		"ticketrail event-partner update --slug courier --secret-file new.secret   the former one opens its webhook for a day more",
	]);
	onRun(update, session, async ({ options, output, configure }) => {
		const change = {
			...readOptions(options),
			...(options.url !== undefined && { url: options.url as string }),
			...(options.allLocations === true && { locations: [] }),
		};
		if (Object.keys(change).length === 1)
			throw new HubError("invalid_field", { detail: "there is nothing to change", param: "--url, --secret-file, …" });
		const changed = await session.actions.updateEventPartner(configure(), change);
		output.data(changed, ({ record }) => record(changed));
		return undefined;
	});
}

function withOptions(command: Command, text: { events: string; location: string }): Command {
	return command
		.option("--secret <secret>", "what signs events and its webhooks; seen by others in the process list")
		.option("--secret-file <path>", "the same from a file, - for stdin")
		.option("--events <list>", text.events)
		.option("--location <id=ref...>", `a location of ours and how it calls it; ${text.location}`)
		.option("--json", "print one JSON document");
}

function readOptions(options: Record<string, unknown>) {
	const secret = (options.secret as string | undefined) ?? readSecret(options.secretFile, "--secret-file");
	const events = (options.events as string | undefined)?.split(",").map((type) => type.trim());
	return {
		slug: options.slug as string,
		...(secret !== undefined && { secret }),
		...(events && { events: events.filter(Boolean) }),
		...(options.location ? { locations: options.location as string[] } : {}),
	};
}
