import { VARIABLES } from "../../packages/hub/src/config.ts";
import { code, type Page, page, table } from "./page.ts";

/** docs/reference/configuration.md: every environment variable that the hub reads, from the hub's own table. */
export function configurationPage(): Page {
	const rows = Object.entries(VARIABLES).map(([name, variable]) => {
		const { text, unit }: { text: string; unit?: string } = variable;
		return [code(name), unit === undefined ? text : `${text} (${unit})`, variable.default];
	});
	return page(
		"configuration.md",
		"Which settings does the hub have?",
		[
			"All settings are environment variables. An empty one counts as not set. A wrong one ends the start with exit code 3 and one",
			"line for each; `npx ticketrail config print` shows what is in effect and where it came from, without secrets.",
		].join("\n"),
		[table(["variable", "what it sets", "default"], rows)],
	);
}
