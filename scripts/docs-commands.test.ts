import { expect, test } from "vitest";
import { parseBlocks } from "./docs-blocks.ts";
import { commandProblems, type KnownCommands } from "./docs-commands.ts";

const KNOWN: KnownCommands = {
	scripts: {
		start: "node packages/hub/src/main.ts start",
		demo: "node packages/hub/src/main.ts demo",
		test: "vitest run",
	},
	variables: new Set(["PORT"]),
	help: async (words) =>
		({ start: "Options:\n  --help", demo: "  --once  one order\n  --json", "partner add": "  --name <name>" })[
			words.join(" ")
		],
};

async function problems(text: string): Promise<string[]> {
	const [block] = parseBlocks("a.md", `\`\`\`sh cmd\n${text}\n\`\`\``);
	if (block === undefined) throw new Error("no block");
	return commandProblems(block, KNOWN);
}

test.each([
	"npm ci && npm start",
	"npm ci && npm test  # all of it",
	"npm run demo -- --once --json",
	"PORT=9000 npm start",
	"export PORT=9000",
	'npx ticketrail partner add --name "Joe\'s Pizza"',
	"npx ticketrail partner add \\\n  --name Joe",
	"node scripts/check.ts --help",
	"git clone https://example.test/ticketrail.git\ncd ticketrail",
])("a reader can type %s", async (text) => {
	expect(await problems(text)).toEqual([]);
});

test.each([
	["npm run demoo", "package.json has no script demoo"],
	["npm run demo --once", 'npm keeps "--once" to itself; write -- before it'],
	["npm run demo -- --twice", "ticketrail demo has no option --twice"],
	["npm ci --force", "npm ci takes no words here: --force"],
	["PROT=9000 npm start", "no variable PROT"],
	["npx ticketrail partner remove", "ticketrail has no command partner remove"],
	["npx ticketrail partner add --nam Joe", "ticketrail partner add has no option --nam"],
	["node scripts/chek.ts", "there is no scripts/chek.ts"],
	["rm -r data", '"rm -r data" is not a command that this check knows; tag the block run or text'],
])("%s is found out", async (text, problem) => {
	expect(await problems(text)).toEqual([problem]);
});
