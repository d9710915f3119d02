import { expect, test } from "vitest";
import { parseBlocks } from "./docs-blocks.ts";
import { runSession } from "./docs-session.ts";
import { plantFiles } from "./test-planting.ts";

async function session(markdown: string, deadline_ms = 20_000) {
	const environment = { PATH: process.env.PATH ?? "", BASE: "http://hub.test" };
	const folder = plantFiles({ "here.txt": "hello" });
	const results = await runSession(parseBlocks("a.md", markdown), { folder, environment, deadline_ms });
	return results.map(({ output, failure }) => failure ?? output.trim());
}

test("the blocks of a page share one shell, its folder and its environment", async () => {
	const page =
		'```sh run\nNAME=$(cat here.txt)\n```\n\n```sh run expect="hello at http://hub.test"\necho "$NAME at $BASE"\n```\n';
	expect(await session(page)).toEqual(["", "hello at http://hub.test"]);
});

test("the first command that fails ends the page and is named by its line", async () => {
	const page = "```sh run\necho before\nfalse\necho after\n```\n\n```sh run\necho never\n```\n";
	expect(await session(page)).toEqual(["a.md:1 failed or ran out of time:\nbefore\n", "a.md:7 was not reached"]);
});

test("a variable that nobody set is a failure, not an empty text", async () => {
	const [failure] = await session('```sh run\necho "$ORG_ID"\n```\n');
	expect(failure).toContain("ORG_ID: unbound variable");
});

test("an output without the promised text is a failure", async () => {
	expect(await session("```sh run expect=active\necho pending\n```\n")).toEqual([
		"a.md:1 did not print active but:\npending\n",
	]);
});

test("a block that hangs is ended at the deadline", async () => {
	const [failure] = await session("```sh run\nread -r line </dev/zero\n```\n", 200);
	expect(failure).toContain("a.md:1 failed or ran out of time");
});

test("nothing of the caller's environment leaks into the page", async () => {
	expect(process.env.npm_lifecycle_event ?? process.env.HOME).toBeDefined();
	expect(await session('```sh run expect=none\nenv | grep -E "^(HOME|npm_)" || echo none\n```\n')).toEqual(["none"]);
});
