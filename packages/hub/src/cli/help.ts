import { type Command, Help } from "commander";

const EXAMPLES = new WeakMap<Command, readonly string[]>();

/** Gives a command examples; its help shows them before anything else. */
export function withExamples(command: Command, examples: readonly string[]): void {
	EXAMPLES.set(command, examples);
}

/** The help of a command: one line of usage, then its examples, then what commander says. */
export function formatHelp(command: Command, helper: Help): string {
	const [usage, ...rest] = Help.prototype.formatHelp.call(helper, command, helper).split("\n\n");
	const examples = EXAMPLES.get(command)
		?.map((example) => `  ${example}`)
		.join("\n");
	return [usage, ...(examples ? [`Examples:\n${examples}`] : []), ...rest].join("\n\n");
}
