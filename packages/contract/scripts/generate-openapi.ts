import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SURFACES, type Surface, surfaceDocument } from "../src/openapi/surfaces.ts";

const COMMAND = "node packages/contract/scripts/generate-openapi.ts";

/** The generated text of a surface's document. */
export function documentText(surface: Surface): string {
	return `${JSON.stringify(surfaceDocument(surface), null, 2)}\n`;
}

/** Where a surface's document is kept. */
export function documentPath(surface: Surface): string {
	return fileURLToPath(new URL(`../openapi/${surface}.json`, import.meta.url));
}

/** The surfaces whose kept document is missing or differs from the schemas. */
export function staleSurfaces(): Surface[] {
	return SURFACES.filter((surface) => readIfAny(documentPath(surface)) !== documentText(surface));
}

function readIfAny(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}

function run(args: readonly string[]): number {
	if (!args.includes("--check")) {
		for (const surface of SURFACES) writeFileSync(documentPath(surface), documentText(surface));
		return 0;
	}
	const stale = staleSurfaces();
	if (stale.length === 0) {
		process.stdout.write(`saw ${SURFACES.length} OpenAPI documents, all as the schemas give them\n`);
		return 0;
	}
	process.stderr.write(`The OpenAPI documents differ from the schemas: ${stale.join(", ")}. Run: ${COMMAND}\n`);
	return 1;
}

if (import.meta.main) process.exitCode = run(process.argv.slice(2));
