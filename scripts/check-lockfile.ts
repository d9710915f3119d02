import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { report } from "./report.ts";
import { sourceFiles } from "./source-files.ts";

/** What this gate reads of an entry of package-lock.json, and of a package.json. */
interface Locked {
	resolved?: string;
	integrity?: string;
	link?: boolean;
	dev?: boolean;
	optional?: boolean;
	inBundle?: boolean;
	os?: readonly string[];
	hasInstallScript?: boolean;
}
interface Manifest {
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
	allowScripts?: Record<string, boolean>;
}

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/..`);
const readJson = (path: string) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
const findings: string[] = [];

const { packages }: { packages: Record<string, Locked> } = readJson("package-lock.json");
const { allowScripts = {} }: Manifest = readJson("package.json");
const installed = Object.entries(packages).filter(([path, entry]) => path.includes("node_modules/") && !entry.link);
for (const [path, entry] of installed) {
	const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
	if (entry.resolved !== undefined) findings.push(`${name}  is locked to an address; npm config omits it (.npmrc)`);
	// A tool's package for a platform that the registry at hand did not carry: npm ci wants the entry, nobody here has the hash.
	const isForeignTool = entry.dev && entry.optional && entry.os !== undefined;
	// A bundled package comes inside the archive of another, whose hash covers it.
	if (entry.integrity === undefined && !isForeignTool && !entry.inBundle)
		findings.push(`${name}  is locked without an integrity hash`);
	// By name: npm takes a version from the address only, and the lockfile has none.
	if (entry.hasInstallScript && !(name in allowScripts)) {
		findings.push(`${name}  has an install script; decide on it under allowScripts in package.json`);
	}
}

const manifests = sourceFiles(root).filter((path) => /(^|\/)package\.json$/.test(path));
for (const path of manifests) {
	const { dependencies, devDependencies, optionalDependencies }: Manifest = readJson(path);
	for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
		if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) findings.push(`${path}  pins ${name} not exactly: ${version}`);
	}
}
const locks = sourceFiles(root).filter((path) => /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$/.test(path));
for (const path of locks) if (path !== "package-lock.json") findings.push(`${path}  is a second lockfile`);
report(findings, { "locked packages": installed.length, "package.json files": manifests.length });
