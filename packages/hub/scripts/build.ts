import { ensureBundle } from "./ensure-bundle.ts";

await ensureBundle((line) => process.stderr.write(`${line}\n`));
