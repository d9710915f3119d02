import { readdirSync, readFileSync } from "node:fs";
import { matchesGlob } from "node:path";

/** Never part of the sources, whatever .gitignore says. */
const ALWAYS_IGNORED = [".git", "node_modules"];

/**
 * Every file of the checkout that git would not ignore, as sorted paths relative to `root` with forward slashes.
 * It reads .gitignore itself, so that the gates also run where the sources came as an archive without git.
 * Of gitignore's language it knows what our file uses: `name/`, `path/to/name/`, `*.ext` and comments.
 */
export function sourceFiles(root: string): string[] {
	const rules = ignoreRules(readFileSync(`${root}/.gitignore`, "utf8"));
	const found: string[] = [];
	const visit = (folder: string) => {
		for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (rules.some((isIgnored) => isIgnored(path))) continue;
			if (entry.isDirectory()) visit(path);
			else if (entry.isFile()) found.push(path);
		}
	};
	visit("");
	return found.sort();
}

/** Whether a path is a test or support for tests: code that production must not lean on. */
export function isTestFile(path: string): boolean {
	return /\.test\.tsx?$/.test(path) || /(^|\/)test-[^/]+\.tsx?$/.test(path) || path.startsWith("test/");
}

function ignoreRules(gitignore: string): ((path: string) => boolean)[] {
	const lines = gitignore.split("\n").map((line) => line.trim());
	const patterns = lines.filter((line) => line !== "" && !line.startsWith("#"));
	return [...ALWAYS_IGNORED, ...patterns].map((pattern) => {
		const name = pattern.replace(/^\/|\/$/g, "");
		if (name.includes("/")) return (path: string) => path === name;
		return (path: string) => matchesGlob(path.slice(path.lastIndexOf("/") + 1), name);
	});
}
