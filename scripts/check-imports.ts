import { resolve } from "node:path";
import { readProject } from "./imports/graph.ts";
import { findViolations } from "./imports/rules.ts";
import { report } from "./report.ts";

const project = readProject(resolve(process.argv[2] ?? `${import.meta.dirname}/..`));
const places = findViolations(project).map(
	({ path, line, text }) => `${line === 0 ? path : `${path}:${line}`}  ${text}`,
);
const imports = [...project.sources.values()].reduce((count, source) => count + source.imports.length, 0);
report(places, { files: project.sources.size, imports, packages: project.packages.length });
