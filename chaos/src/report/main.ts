import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { reliabilityPage } from "./page.ts";
import { readResult } from "./result.ts";

const RESULTS = path.resolve(import.meta.dirname, "../../results");
const PAGE = path.resolve(import.meta.dirname, "../../../docs/reliability.md");

const files = readdirSync(RESULTS).filter((file) => file.endsWith(".json"));
const results = files.map((file) => readResult(file, readFileSync(path.join(RESULTS, file), "utf8")));
const page = reliabilityPage(results);
if (!process.argv.includes("--check")) {
	writeFileSync(PAGE, page);
	console.log(`wrote docs/reliability.md from ${results.length} results`);
} else if (readFileSync(PAGE, "utf8") !== page) {
	console.log("docs/reliability.md does not say what chaos/results say; run npm run chaos:report");
	process.exitCode = 1;
} else console.log(`saw ${results.length} results, ${page.split("\n").length} lines`);
