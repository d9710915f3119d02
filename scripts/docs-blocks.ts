import { readFileSync } from "node:fs";
import { sourceFiles } from "./source-files.ts";

/**
 * A fenced code block of a page. What is done with it stands in its info string, after the language:
 *
 * - `text`: a picture or an output; nothing is checked.
 * - `json check=Name`: must satisfy the schema `Name` of @ticketrail/contract.
 * - `sh cmd`: commands that a reader types; each must exist, with its options (npm scripts, ticketrail, git clone).
 * - `sh run`: executed against a started hub, all blocks of a page in one shell, top to bottom. With `expect="…"` the
 *   output must contain that text.
 */
export interface Block {
	path: string;
	line: number;
	language: string;
	tags: ReadonlyMap<string, string>;
	text: string;
}

/** The pages whose blocks are held to the scheme: every Markdown file of the repository. */
export function pagesOf(root: string): string[] {
	return sourceFiles(root).filter((path) => path.endsWith(".md"));
}

/** All fenced blocks of one page, in order. */
export function blocksOf(root: string, path: string): Block[] {
	return parseBlocks(path, readFileSync(`${root}/${path}`, "utf8"));
}

/** As `blocksOf`, from the text of the page. A fence that never closes is a block to the end, as Markdown has it. */
export function parseBlocks(path: string, markdown: string): Block[] {
	const blocks: Block[] = [];
	let open: { fence: string; line: number; info: string; indent: number; lines: string[] } | undefined;
	const close = () => {
		if (open === undefined) return;
		const [language = "", ...words] = splitInfo(open.info);
		const tags = new Map(words.map((word) => [word.replace(/=.*$/, ""), word.includes("=") ? unquote(word) : ""]));
		blocks.push({ path, line: open.line, language, tags, text: open.lines.join("\n") });
		open = undefined;
	};
	for (const [index, line] of markdown.split("\n").entries()) {
		const [, indent = "", fence, info = ""] = /^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
		if (open === undefined) {
			if (fence !== undefined) open = { fence, line: index + 1, info, indent: indent.length, lines: [] };
		} else if (fence?.startsWith(open.fence) && info === "") {
			close();
		} else {
			open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
		}
	}
	close();
	return blocks;
}

/** What is wrong with the tags of a block; undefined when it is one of the four kinds. */
export function tagProblem(block: Block): string | undefined {
	const tags = [...block.tags.keys()].join(" ");
	switch (block.language) {
		case "text":
			return tags === "" ? undefined : "text blocks take no tags";
		case "json":
			return tags === "check" ? undefined : "tag it check=<schema of @ticketrail/contract>";
		case "sh":
			return ["cmd", "run", "run expect"].includes(tags) ? undefined : "tag it cmd, run, or run expect=…";
		default:
			return "use text, json check=…, sh cmd or sh run";
	}
}

function splitInfo(info: string): string[] {
	return info.match(/[^\s"]+="[^"]*"|\S+/g) ?? [];
}

function unquote(word: string): string {
	return word.slice(word.indexOf("=") + 1).replace(/^"(.*)"$/, "$1");
}
