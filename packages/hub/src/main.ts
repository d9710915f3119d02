#!/usr/bin/env -S node --max-semi-space-size=4
import { cacheCompiled } from "./base/compile-cache.ts";
import { keepMemoryLean } from "./base/lean-memory.ts";
import { loadBundle } from "./bundle.ts";

keepMemoryLean();
cacheCompiled();
const { runCommand } = (await loadBundle()) ?? (await import("./command.ts"));
const exit_code = await runCommand();
// connections that a library keeps warm must not keep a finished command waiting
process.exit(exit_code);
