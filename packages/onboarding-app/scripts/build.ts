import { ensureOnboardingPages } from "./ensure-pages.ts";

await ensureOnboardingPages((line) => process.stderr.write(`${line}\n`));
