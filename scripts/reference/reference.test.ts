import { expect, test } from "vitest";
import { ERRORS } from "../../packages/hub/src/base/error.ts";
import { configurationPage } from "./configuration.ts";
import { errorsPage } from "./errors.ts";
import { replaceMadeSection } from "./made-section.ts";
import { matcherTable } from "./matcher.ts";
import { page, table } from "./page.ts";
import { statusesPage } from "./statuses.ts";

const linesWith = (text: string, cell: string) => text.split("\n").filter((line) => line.startsWith(`| \`${cell}\` |`));

test("every error code has exactly one line, with its status and what to do", () => {
	const { text } = errorsPage();
	for (const [name, { status, next }] of Object.entries(ERRORS)) {
		expect(linesWith(text, name)).toHaveLength(1);
		expect(linesWith(text, name)[0]).toContain(`| ${status} |`);
		expect(linesWith(text, name)[0]).toContain(next.replaceAll("|", "\\|"));
	}
});

test("every setting has exactly one line, with its default", () => {
	const { text } = configurationPage();
	for (const name of ["PORT", "DATABASE_URL", "TICKETRAIL_MASTER_KEY"]) expect(linesWith(text, name)).toHaveLength(1);
	expect(linesWith(text, "PORT")[0]).toMatch(/\| 8080 \|$/);
});

test("a status says what may follow it, and an end says that nothing does", () => {
	const { text } = statusesPage();
	expect(linesWith(text, "waiting_for_oauth")[0]).toContain("`active`");
	expect(linesWith(text, "merchant_canceled")[0]).toMatch(/\| nothing \|$/);
});

test("a cell keeps its pipes, and a page says that it is made", () => {
	expect(table(["a"], [["x | y"]])).toBe("| a |\n| --- |\n| x \\| y |");
	expect(page("a.md", "A?", "Intro.", ["Body."]).text).toMatch(/^# A\?\n\n<!-- Made by .*-->\n\nIntro\.\n\nBody\.\n$/);
});

test("the matcher's figures stand in the guide between their marks, and nothing else there is touched", () => {
	const page =
		"# A\n\n<!-- Made by `npm run docs`: begin -->\n\nold\n\n<!-- Made by `npm run docs`: end -->\n\nafter\n";
	expect(replaceMadeSection(page, "new")).toBe(page.replace("old", "new"));
	expect(() => replaceMadeSection("# A", "new")).toThrow("no lines");
	expect(matcherTable().split("\n").at(-1)).toMatch(/^\| all +\| \d{3,} /);
});
