import type { Command } from "commander";
import { HubError } from "../base/error.ts";
import { type Config, type Environment, loadConfig } from "../config.ts";
import type { CliActions } from "./actions.ts";
import { writeBugReport } from "./bug-report.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import { createOutput, failureOf, type Output, type TextSink } from "./output.ts";
import type { StopSignal } from "./signals.ts";

/** The world of the command line. */
export interface CliParts {
	env: Environment;
	stdout: TextSink;
	stderr: TextSink;
	version: string;
	actions: CliActions;
	/** Resolves with the first request to stop (`firstStopSignal`); asked for by commands that keep running. */
	stopSignal: () => Promise<StopSignal>;
}

/** One run of the command line: the world and the exit code so far. */
export interface Session extends CliParts {
	exit_code: number;
}

/** One call of a command. */
export interface CommandCall {
	options: Record<string, unknown>;
	/** Positional words. */
	words: string[];
	output: Output;
	session: Session;
	/** The configuration of the environment, under `overrides`. Throws `configuration`. */
	configure(overrides?: Environment): Config;
}

/**
 * Gives a command its body. Whatever the body throws becomes a sentence on stderr and an exit code; what nobody
 * foresaw becomes a report file and exit 70. The body may return an exit code of its own.
 */
export function onRun(
	command: Command,
	session: Session,
	body: (call: CommandCall) => Promise<number | undefined>,
): Command {
	return command.action(async () => {
		const options = command.optsWithGlobals();
		const { stdout, stderr, env } = session;
		const output = createOutput({
			stdout,
			stderr,
			env,
			json: options.json === true,
			no_color: options.color === false,
		});
		const configure = (overrides: Environment = {}) => loadConfig(env, overrides);
		try {
			session.exit_code = (await body({ options, words: command.args, output, session, configure })) ?? EXIT.done;
		} catch (error) {
			session.exit_code = exitCodeOf(error);
			explain(error, command, output, session);
		}
	});
}

function explain(error: unknown, command: Command, output: Output, session: Session): void {
	const name = commandName(command);
	if (error instanceof HubError && error.code !== "internal") {
		const is_usage = session.exit_code === EXIT.usage;
		output.fail({ ...failureOf(error), ...(is_usage ? { next: `${name} --help shows the options.` } : {}) });
		return;
	}
	const file = writeBugReport(error, { version: session.version, command: name });
	output.fail({
		code: "internal",
		title: `ticketrail ${session.version} failed in a way that nobody foresaw`,
		next: file
			? `Report it with ${file}; it holds no secrets and no data.`
			: "Report it with the words of the command.",
	});
}

/** The words of a command, `ticketrail provider add`. */
function commandName(command: Command): string {
	return command.parent ? `${commandName(command.parent)} ${command.name()}` : command.name();
}
