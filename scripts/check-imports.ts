import { resolve } from "node:path";
import { readProject } from "./imports/graph.ts";
import { findViolations } from "./imports/rules.ts";

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`);
const project = readProject(root);
const violations = findViolations(project);
const imports = [...project.sources.values()].reduce((count, source) => count + source.imports.length, 0);

for (const { path, line, text } of violations) console.error(`${line === 0 ? path : `${path}:${line}`}  ${text}`);
console.log(`saw ${project.sources.size} files with ${imports} imports in ${project.packages.length} packages`);
if (violations.length > 0 || project.sources.size === 0 || imports === 0) process.exitCode = 1;
