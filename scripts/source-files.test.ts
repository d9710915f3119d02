import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { isTestFile, sourceFiles } from "./source-files.ts";
import { plantFiles } from "./test-planting.ts";

const FILES = {
	".gitignore": "node_modules/\ndata/\n# notes\n*.log\nbench/results/\n",
	".ci/run": "",
	"a.ts": "",
	"packages/hub/src/b.ts": "",
	"packages/hub/node_modules/x/index.js": "",
	"packages/hub/data/c.ts": "",
	"bench/results/latest.json": "",
	"bench/src/results/d.ts": "",
	"run.log": "",
};

test("the gates see exactly the files that git would not ignore, dot files included", () => {
	const root = plantFiles(FILES);
	execFileSync("git", ["init", "--quiet"], { cwd: root });
	const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
	expect(sourceFiles(root)).toEqual(listed.trim().split("\n").sort());
	expect(sourceFiles(root)).toEqual([
		".ci/run",
		".gitignore",
		"a.ts",
		"bench/src/results/d.ts",
		"packages/hub/src/b.ts",
	]);
});

test("the gates see the same files where there is no git repository", () => {
	expect(sourceFiles(plantFiles(FILES))).toHaveLength(5);
});

test("a test is known by its name or its folder", () => {
	expect(isTestFile("packages/hub/src/base/id.test.ts")).toBe(true);
	expect(isTestFile("packages/hub/src/storage/test-database.ts")).toBe(true);
	expect(isTestFile("test/e2e/order.ts")).toBe(true);
	expect(isTestFile("packages/hub/src/base/latest.ts")).toBe(false);
});
