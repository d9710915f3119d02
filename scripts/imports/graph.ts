import { existsSync, globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { sourceFiles } from "../source-files.ts";
import type { ImportKind } from "./parse.ts";
import { parseImports } from "./parse.ts";

/** A workspace package, or the root itself with folder "". */
export interface Package {
	folder: string;
	name: string;
	dependencies: ReadonlySet<string>;
	development: ReadonlySet<string>;
	/** Public doors: subpath ("." or "./x") to file, relative to the root. */
	doors: ReadonlyMap<string, string>;
}

/** One import as written, with what it leads to: a file of ours, or a package from outside (`node:fs`, `pg`). */
export interface Import {
	line: number;
	kind: ImportKind;
	specifier: string;
	names: readonly string[];
	file: string | undefined;
	outside: string | undefined;
}

/** One source file. `problems` are findings that already the reading brought to light. */
export interface Source {
	path: string;
	package: Package;
	imports: readonly Import[];
	problems: readonly { line: number; text: string }[];
	default_export_line: number | undefined;
	network_calls: readonly { line: number; text: string }[];
}

/** Everything that the import rules look at. */
export interface Project {
	packages: readonly Package[];
	sources: ReadonlyMap<string, Source>;
}

/** One broken rule, with the place to mend. `line` is 0 where the finding is about the whole file. */
export interface Violation {
	path: string;
	line: number;
	text: string;
}

const CODE = /\.(ts|tsx|mts|js|mjs)$/;
const BUILTIN = new Set(builtinModules);

/** Read and parse every source file below `root`, and resolve each import to a file of ours or to a package. */
export function readProject(root: string): Project {
	const files = sourceFiles(root).filter((path) => CODE.test(path));
	const packages = readPackages(root);
	const sources = new Map<string, Source>();
	for (const path of files) {
		const owner = packages.find((candidate) => candidate.folder !== "" && path.startsWith(`${candidate.folder}/`));
		sources.set(path, readSource(root, path, owner ?? rootPackage(packages), packages));
	}
	return { packages, sources };
}

function rootPackage(packages: readonly Package[]): Package {
	const root = packages.find((candidate) => candidate.folder === "");
	if (root === undefined) throw new Error("the root has no package.json");
	return root;
}

function readPackages(root: string): Package[] {
	const read = (folder: string): Package => {
		const path = posix.join(folder, "package.json");
		const manifest = JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
		const doors = new Map<string, string>();
		for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
			const file = typeof target === "string" ? target : (target as Record<string, string>).default;
			if (file !== undefined) doors.set(subpath, posix.join(folder, file));
		}
		return {
			folder,
			name: manifest.name,
			dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
			development: new Set(Object.keys(manifest.devDependencies ?? {})),
			doors,
		};
	};
	const workspaces: string[] = JSON.parse(readFileSync(`${root}/package.json`, "utf8")).workspaces ?? [];
	const folders = workspaces.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
	return [read(""), ...folders.filter((folder) => existsSync(`${root}/${folder}/package.json`)).map(read)];
}

function readSource(root: string, path: string, owner: Package, packages: readonly Package[]): Source {
	const parsed = parseImports(path, readFileSync(`${root}/${path}`, "utf8"));
	const problems = [...parsed.problems];
	const imports = parsed.imports.map((found): Import => {
		const { specifier, line } = found;
		if (specifier.startsWith(".")) {
			const file = posix.normalize(posix.join(posix.dirname(path), specifier));
			if (!existsSync(`${root}/${file}`)) problems.push({ line, text: `${specifier} does not exist` });
			return { ...found, file, outside: undefined };
		}
		const name = packageName(specifier);
		const workspace = packages.find((candidate) => candidate.folder !== "" && candidate.name === name);
		if (workspace === undefined) return { ...found, file: undefined, outside: name };
		const door = workspace.doors.get(`.${specifier.slice(name.length)}`);
		if (door === undefined) problems.push({ line, text: `${specifier} is not among the exports of ${name}` });
		return { ...found, file: door ?? `${workspace.folder}/package.json`, outside: undefined };
	});
	return { ...parsed, path, package: owner, imports, problems };
}

function packageName(specifier: string): string {
	if (specifier.startsWith("node:") || BUILTIN.has(specifier)) return specifier;
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}
