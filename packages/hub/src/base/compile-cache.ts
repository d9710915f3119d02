import { enableCompileCache, flushCompileCache } from "node:module";
import path from "node:path";

/** Beside the packages, where only whoever installed them can write: what lies in it is executed. */
export const COMPILED = path.join(import.meta.dirname, "../../node_modules/.cache/compiled");

/**
 * Keep what Node makes of modules that are loaded from now on, and take what was kept before: a start then needs neither the
 * compiler for types nor its memory. Where the directory cannot be written, everything is as without it.
 */
export function cacheCompiled(): void {
	enableCompileCache(COMPILED);
}

/** Write down what was compiled until now: a process that is killed has no end at which Node would do it. */
export const keepCompiled = flushCompileCache;
