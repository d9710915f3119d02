import { Command, CommanderError } from "commander";
import { addDeliveryCommands } from "./commands/deliveries.ts";
import { addEventPartnerCommands } from "./commands/event-partners.ts";
import { addOperatorCommands } from "./commands/operators.ts";
import { addRecordCommands } from "./commands/records.ts";
import { addRegisterCommands } from "./commands/register.ts";
import { addServeCommands } from "./commands/serve.ts";
import { addUpkeepCommands } from "./commands/upkeep.ts";
import { exitCodeOf } from "./exit.ts";
import { flush, tolerateClosedReaders } from "./flush.ts";
import { formatHelp, withExamples } from "./help.ts";
import type { CliParts, Session } from "./session.ts";

/**
 * Runs the command line: `argv` without node and script. Resolves with the exit code (`EXIT`); data is on stdout, talk
 * on stderr. It never ends the process itself; whoever does may do so at once, everything was handed over.
 */
export async function runCli(argv: readonly string[], parts: CliParts): Promise<number> {
	tolerateClosedReaders(parts.stdout, parts.stderr);
	try {
		return await runCommand(argv, parts);
	} finally {
		await flush(parts.stdout, parts.stderr);
	}
}

async function runCommand(argv: readonly string[], parts: CliParts): Promise<number> {
	const session: Session = { ...parts, exit_code: 0 };
	try {
		await createProgram(session).parseAsync(argv, { from: "user" });
		return session.exit_code;
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		const exit_code = exitCodeOf(error);
		if (exit_code !== 0 && argv.includes("--json")) {
			const detail = error.message.replace(/^error: /, "");
			const document = { error: { code: "usage", title: "The command was used wrongly", detail } };
			parts.stdout.write(`${JSON.stringify(document)}\n`);
		}
		return exit_code;
	}
}

function createProgram(session: Session): Command {
	const program = new Command("ticketrail")
		.description("An open, self-hostable order-integration hub for restaurants")
		.version(session.version, "-V, --version", "print the version")
		.option("--no-color", "no colours, as with NO_COLOR")
		.configureHelp({ formatHelp, showGlobalOptions: true, helpWidth: session.stdout.columns ?? 100 })
		.configureOutput({
			writeOut: (text) => session.stdout.write(text),
			writeErr: (text) => session.stderr.write(text),
		})
		.showHelpAfterError("(add --help for the options)")
		.exitOverride();
	withExamples(program, [
		"ticketrail demo --once          one order from a reference DSP to a reference POS",
		"ticketrail start                run the hub",
		"ticketrail doctor               look at everything that it needs",
	]);
	const noun = (name: string, description: string) => program.command(name).description(description);
	addServeCommands(program, session);
	const provider = noun("provider", "POS and DSP systems");
	addRegisterCommands(noun("partner", "Those who call the Partner API"), provider, session);
	addEventPartnerCommands(noun("event-partner", "Those who hear of orders"), session);
	addOperatorCommands(noun("operator", "The installation's own staff"), session);
	const order = noun("order", "Orders");
	const deliveries = noun("deliveries", "Messages on their way to POS, DSP and event partners");
	addRecordCommands(
		{
			provider,
			org: noun("org", "Merchants"),
			catalog: noun("catalog", "What POS systems sell"),
			order,
			deliveries,
		},
		session,
	);
	addDeliveryCommands({ provider, order, deliveries }, session);
	addUpkeepCommands(program, session);
	return program;
}
