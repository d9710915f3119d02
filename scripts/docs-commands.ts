import { existsSync } from "node:fs";
import path from "node:path";
import type { Block } from "./docs-blocks.ts";

/** What commands on a page are checked against. */
export interface KnownCommands {
	/** Script name to its command line, from package.json. */
	scripts: Readonly<Record<string, string>>;
	/** Names of the environment variables that the hub reads. */
	variables: ReadonlySet<string>;
	/** The help text of the command line tool for these words (`partner add`); undefined when there is no such command. */
	help: (words: readonly string[]) => Promise<string | undefined>;
}

/** The start of an npm script that runs our tool: what follows are the tool's own words. */
const TOOL = "node packages/hub/src/main.ts";
const ROOT = path.join(import.meta.dirname, "..");
const NPM_VERBS = ["ci", "start", "test", "run"];

/** Every command of a `sh cmd` block that does not exist as it is written: unknown script, verb, option or variable. */
export async function commandProblems(block: Block, known: KnownCommands): Promise<string[]> {
	const lines = block.text.replaceAll("\\\n", " ").split("\n");
	const commands = lines.flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&"));
	const problems: string[] = [];
	for (const command of commands) {
		const words = command.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
		while (/^(export$|[A-Z_]+=)/.test(words[0] ?? "")) {
			const name = words.shift()?.replace(/=.*$/, "");
			if (name !== undefined && name !== "export" && !known.variables.has(name)) problems.push(`no variable ${name}`);
		}
		if (words.length > 0) problems.push(...(await wordProblems(words, known)));
	}
	return problems;
}

async function wordProblems(words: readonly string[], known: KnownCommands): Promise<string[]> {
	const [program, verb, ...rest] = words;
	if (program === "git" && verb === "clone") return [];
	if (program === "cd" && rest.length === 0) return [];
	if (program === "node" && verb?.endsWith(".ts"))
		return existsSync(path.join(ROOT, verb)) ? [] : [`there is no ${verb}`];
	if (program === "npx" && verb === "ticketrail") return toolProblems(rest, known);
	if (program !== "npm" || verb === undefined || !NPM_VERBS.includes(verb)) {
		return [`"${words.join(" ")}" is not a command that this check knows; tag the block run or text`];
	}
	if (verb === "ci") return rest.length === 0 ? [] : [`npm ci takes no words here: ${rest.join(" ")}`];
	const name = verb === "run" ? (rest[0] ?? "") : verb;
	const script = known.scripts[name];
	if (script === undefined) return [`package.json has no script ${name}`];
	const after = rest.slice(verb === "run" ? 1 : 0);
	const own = after[0] === "--" ? after.slice(1) : after;
	if (after.length > 0 && after[0] !== "--") return [`npm keeps "${after.join(" ")}" to itself; write -- before it`];
	if (script.startsWith(TOOL)) return toolProblems([...script.slice(TOOL.length).trim().split(" "), ...own], known);
	return [];
}

/** The words up to the first option name the command; the options must stand in its help. */
async function toolProblems(words: readonly string[], known: KnownCommands): Promise<string[]> {
	const first = words.findIndex((word) => word.startsWith("-"));
	const command = words.slice(0, first === -1 ? words.length : first).filter((word) => /^[a-z][a-z-]*$/.test(word));
	const help = await known.help(command);
	if (help === undefined) return [`ticketrail has no command ${command.join(" ")}`];
	const options = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*$/, ""));
	const missing = options.filter((option) => !new RegExp(`${option}(?![\\w-])`).test(help));
	return missing.map((option) => `ticketrail ${command.join(" ")} has no option ${option}`);
}
