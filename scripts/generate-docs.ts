import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { configurationPage } from "./reference/configuration.ts";
import { errorsPage } from "./reference/errors.ts";
import { replaceMadeSection } from "./reference/made-section.ts";
import { matcherTable } from "./reference/matcher.ts";
import type { Page } from "./reference/page.ts";
import { statusesPage } from "./reference/statuses.ts";
import { report } from "./report.ts";

const folder = resolve(import.meta.dirname, "../docs/reference");
const guide = resolve(import.meta.dirname, "../docs/guides/bind-safely.md");
const pages = [configurationPage(), errorsPage(), statusesPage()];
if (process.argv.includes("--check")) checkPages(pages);
else writePages(pages);

function writePages(pages: readonly Page[]): void {
	mkdirSync(folder, { recursive: true });
	for (const { file, text } of pages) writeFileSync(`${folder}/${file}`, text);
	writeFileSync(guide, replaceMadeSection(readFileSync(guide, "utf8"), matcherTable()));
	console.log(`wrote ${pages.map(({ file }) => `docs/reference/${file}`).join(", ")}`);
}

function checkPages(pages: readonly Page[]): void {
	const stored = new Map(readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`, "utf8")]));
	const stale = pages.filter(({ file, text }) => stored.get(file) !== text);
	const orphans = [...stored.keys()].filter((file) => !pages.some((page) => page.file === file));
	const findings = [
		...stale.map(({ file }) => `docs/reference/${file}  does not say what the sources say; run npm run docs`),
		...staleGuide(),
		...orphans.map((file) => `docs/reference/${file}  is made by nothing; remove it`),
	];
	report(findings, { pages: pages.length, lines: pages.reduce((sum, { text }) => sum + text.split("\n").length, 0) });
}

/** A guide is written by hand but for the figures that are measured. */
function staleGuide(): string[] {
	const text = readFileSync(guide, "utf8");
	const is_stale = replaceMadeSection(text, matcherTable()) !== text;
	return is_stale
		? ["docs/guides/bind-safely.md  has other figures than npm run matcher:report; run npm run docs"]
		: [];
}
