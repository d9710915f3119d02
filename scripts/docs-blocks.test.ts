import { expect, test } from "vitest";
import { blocksOf, pagesOf, parseBlocks, tagProblem } from "./docs-blocks.ts";
import { plantFiles } from "./test-planting.ts";

const fence = (info: string, text: string, mark = "```") => `${mark}${info}\n${text}\n${mark}`;
const only = (markdown: string) => {
	const [block, ...rest] = parseBlocks("a.md", markdown);
	if (block === undefined || rest.length > 0) throw new Error(`expected one block, found ${rest.length + 1}`);
	return block;
};

test("a block is read with its line, its language, its tags and its text", () => {
	const block = only(`# Title\n\n${fence('sh run expect="status: active"', "curl a \\\n  -d b")}\n`);
	expect(block).toMatchObject({ path: "a.md", line: 3, language: "sh", text: "curl a \\\n  -d b" });
	expect([...block.tags]).toEqual([
		["run", ""],
		["expect", "status: active"],
	]);
});

test("a block inside a list loses the list's indentation", () => {
	expect(only("1. Do:\n\n   ```text\n   a\n     b\n   ```\n").text).toBe("a\n  b");
});

test("a longer fence holds a shorter one, and a fence that never closes runs to the end", () => {
	expect(only(fence("text", fence("json", "{}"), "````")).text).toBe("```json\n{}\n```");
	expect(only("```text\na\nb").text).toBe("a\nb");
});

test.each([
	["text", undefined],
	["json check=OrderCreated", undefined],
	["sh cmd", undefined],
	["sh run", undefined],
	["sh run expect=active", undefined],
	["", "use text, json check=…, sh cmd or sh run"],
	["ts", "use text, json check=…, sh cmd or sh run"],
	["json", "tag it check=<schema of @ticketrail/contract>"],
	["sh", "tag it cmd, run, or run expect=…"],
	["sh illustrative", "tag it cmd, run, or run expect=…"],
	["text run", "text blocks take no tags"],
])("the info string «%s» is judged", (info, problem) => {
	expect(tagProblem(only(fence(info, "a")))).toBe(problem);
});

test("every page of the repository is read, wherever it lies", () => {
	const root = plantFiles({ "README.md": fence("text", "a"), "docs/guides/b.md": "# B", "src/c.ts": "" });
	expect(pagesOf(root)).toEqual(["README.md", "docs/guides/b.md"]);
	expect(blocksOf(root, "README.md")).toHaveLength(1);
	expect(blocksOf(root, "docs/guides/b.md")).toEqual([]);
});
