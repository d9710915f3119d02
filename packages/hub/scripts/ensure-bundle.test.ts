import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { freshBundle } from "../src/bundle.ts";
import { ensureBundle } from "./ensure-bundle.ts";

test("what modules look for beside themselves is found from within the bundle", async () => {
	await ensureBundle(() => {});
	const file = freshBundle() ?? "";
	const beside = /new URL\("(?<what>[^"]+)", new URL\("(?<module>[^"]+)", import\.meta\.url\)\.href\)/g;
	const found = [...readFileSync(file, "utf8").matchAll(beside)].map(
		({ groups }) => new URL(groups?.what ?? "", new URL(groups?.module ?? "", pathToFileURL(file))),
	);
	expect(found.map(({ href }) => href.slice(href.lastIndexOf("/src/")))).toEqual(
		expect.arrayContaining(["/src/storage/migrations/", "/src/features/catalog/check-worker.ts"]),
	);
	expect(found.filter((url) => !existsSync(url)).map(String)).toEqual([]);
});
