import type { Command } from "commander";
import { withExamples } from "../help.ts";
import { onRun, type Session } from "../session.ts";

/** `operator add` and `operator list`: the installation's own staff, who sign in at the console. */
export function addOperatorCommands(operator: Command, session: Session): void {
	const add = operator
		.command("add")
		.description("Let somebody of the staff into the console, by a link that works once within a day")
		.requiredOption("--email <address>", "their e-mail address; a known one gets another link")
		.option("--json", "print one JSON document");
	withExamples(add, ["ticketrail operator add --email you@example.com"]);
	onRun(add, session, async ({ options, output, configure }) => {
		const made = await session.actions.addOperator(configure(), { email: options.email as string });
		output.data(made, ({ record }) => record(made));
		output.say("Next: open sign_in_url in a browser, and set a password there.");
		return undefined;
	});

	const list = operator
		.command("list")
		.description("Everybody of the staff")
		.option("--json", "print one JSON document");
	withExamples(list, ["ticketrail operator list"]);
	onRun(list, session, async ({ output, configure }) => {
		const rows = await session.actions.listOperators(configure());
		const columns = ["email", "operator_id", "has_password", "last_seen_at"] as const;
		output.data(rows, ({ table }) =>
			table(rows, columns, "No operator yet. Next: ticketrail operator add --email you@example.com"),
		);
		return undefined;
	});
}
