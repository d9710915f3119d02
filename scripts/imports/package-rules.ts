import { isTestFile } from "../source-files.ts";
import { findCycles } from "./cycles.ts";
import type { Import, Project, Source, Violation } from "./graph.ts";

/** Who may use the hub's code: suites, benchmarks, and the maker of the reference pages. */
const HUB_USERS = ["bench", "chaos", "test/e2e", "test/faults"];

/** Relative imports that may leave their package, each with its reason. Everything else goes through a package's door. */
const CROSSINGS = [
	{
		from: /^scripts\/reference\//,
		to: /^packages\//,
		because: "reference pages are made from the sources",
	},
	{
		from: /^test\/faults\//,
		to: /^test\/e2e\//,
		because: "the table of faults happens in the town of the other suites",
	},
	{ from: /^test\/e2e\//, to: /^scripts\/docs-/, because: "the documentation's code blocks run as an end-to-end test" },
];

/** A package that must stay ignorant of another: they are two sides of one wire, and each must be able to prove the other wrong. */
const STRANGERS = [
	{ from: "packages/hub", to: /^packages\/pos-kit$/, kinds: ["value", "type", "resolve"] },
	{
		from: "packages/hub",
		to: /^examples\//,
		kinds: ["value", "type"],
		because: "the sandbox runs as processes of its own",
	},
	{ from: "packages/conformance", to: /^packages\/(hub|pos-kit)$/, kinds: ["value", "type", "resolve"] },
	{
		from: "packages/onboarding-app",
		to: /^(packages\/(hub|pos-kit)|examples\/.*)$/,
		kinds: ["value", "type", "resolve"],
		because: "it works against any hub",
	},
	{
		from: "packages/store-matcher",
		to: /^(packages|examples)\//,
		kinds: ["value", "type", "resolve"],
		because: "hub, console and onboarding app all use it",
	},
	{ from: "packages/contract", to: /^(packages|examples)\//, kinds: ["value", "type", "resolve"] },
	{
		from: "packages/console",
		to: /^(packages\/(?!contract$|store-matcher$)|examples\/)/,
		kinds: ["value", "type", "resolve"],
		because: "it runs in a browser and knows the hub by its wire only",
	},
];

/** Code that must be able to prove the rest wrong, and what it may use: besides these only itself and what is not ours. */
const WITNESSES = [{ folder: "chaos/src/check/", uses: /^(chaos\/src\/manifest\.ts|examples\/history\/.*)$/ }];

/** The rules that hold in every package: named exports, no circles, declared dependencies, other packages by their door. */
export function packageViolations(project: Project): Violation[] {
	const found: Violation[] = [];
	for (const source of project.sources.values()) {
		for (const problem of source.problems) found.push({ path: source.path, ...problem });
		if (source.default_export_line !== undefined && !mayExportDefault(source.path)) {
			found.push({ path: source.path, line: source.default_export_line, text: "default export; name it" });
		}
		for (const one of source.imports) {
			const rules = [packageRules(project, source, one), productionRules(source, one), witnessRules(source, one)];
			for (const text of rules.flat()) {
				found.push({ path: source.path, line: one.line, text });
			}
		}
	}
	for (const cycle of findCycles(fileGraph(project))) {
		found.push({ path: cycle[0] ?? "", line: 0, text: `imports in a circle: ${[...cycle, cycle[0]].join(" → ")}` });
	}
	return found;
}

/** Tools that are configured by a file want a default export there. */
function mayExportDefault(path: string): boolean {
	return /(^|\/)[a-z-]+\.config\.ts$/.test(path) || path === "scripts/knip-reporter.ts";
}

function packageRules(project: Project, source: Source, one: Import): string[] {
	const own = source.package;
	if (one.outside !== undefined) return isBuiltin(one.outside) ? [] : undeclared(source, one.outside, project);
	const target = one.file === undefined ? undefined : ownerOf(project, one.file);
	if (one.file === undefined || target === undefined || target === own.folder) return [];
	if (one.specifier.startsWith(".")) return crossing(source, one);

	const found = undeclared(source, packageNameOf(project, target), project);
	const strangers = STRANGERS.find(
		(rule) => rule.from === own.folder && rule.to.test(target) && rule.kinds.includes(one.kind),
	);
	if (strangers !== undefined) found.push(`${own.folder} must not import ${target}${reason(strangers.because)}`);
	if (target === "packages/hub" && !HUB_USERS.includes(own.folder)) {
		found.push(`nothing imports the hub but ${HUB_USERS.join(", ")}`);
	}
	return found;
}

/** A relative import that leads out of its package. Naming a path, to start it as a process, is free to tools and suites. */
function crossing(source: Source, one: Import): string[] {
	const allowed = CROSSINGS.some((rule) => rule.from.test(source.path) && rule.to.test(one.file ?? ""));
	const isToolNamingPath = one.kind === "resolve" && ["", ...HUB_USERS].includes(source.package.folder);
	if (allowed || isToolNamingPath) return [];
	return [`${one.specifier} leads out of its package; import the other package by its name`];
}

function undeclared(source: Source, name: string, project: Project): string[] {
	const own = source.package;
	if (own.dependencies.has(name)) return [];
	const isForTests = isTestFile(source.path) || own.folder === "" || own.folder.startsWith("test/");
	const root = project.packages.find((candidate) => candidate.folder === "");
	if (isForTests && (own.development.has(name) || root?.development.has(name))) return [];
	const list = isForTests ? "devDependencies" : "dependencies";
	return [`${name} is not in the ${list} of ${own.folder === "" ? "the root" : own.folder}`];
}

function productionRules(source: Source, one: Import): string[] {
	if (one.file === undefined || isTestFile(source.path) || !isTestFile(one.file)) return [];
	return [`${one.file} is for tests; production code must not import it`];
}

function witnessRules(source: Source, one: Import): string[] {
	const witness = WITNESSES.find(({ folder }) => source.path.startsWith(folder));
	if (witness === undefined || one.file === undefined || isTestFile(source.path)) return [];
	if (one.file.startsWith(witness.folder) || witness.uses.test(one.file)) return [];
	return [`${witness.folder} judges the hub and takes nothing from it, not ${one.file}`];
}

function fileGraph(project: Project): Map<string, string[]> {
	const graph = new Map<string, string[]>();
	for (const source of project.sources.values()) {
		const targets = source.imports.filter((one) => one.kind !== "resolve").map((one) => one.file ?? "");
		graph.set(
			source.path,
			targets.filter((file) => project.sources.has(file)),
		);
	}
	return graph;
}

function ownerOf(project: Project, file: string): string {
	const owner = project.packages.find(
		(candidate) => candidate.folder !== "" && file.startsWith(`${candidate.folder}/`),
	);
	return owner?.folder ?? "";
}

function packageNameOf(project: Project, folder: string): string {
	return project.packages.find((candidate) => candidate.folder === folder)?.name ?? folder;
}

function isBuiltin(name: string): boolean {
	return name.startsWith("node:");
}

function reason(because: string | undefined): string {
	return because === undefined ? "" : `: ${because}`;
}
