/**
 * The package's side door, for a thread that gets its schemas as JSON: through it come neither the schemas nor the library that they
 * are built with, whose 370 modules take longer to load than a large catalog to check.
 */
export { type Checked, compileJson } from "./compile.ts";
export type { JsonSchema } from "./json-schema.ts";
export { normalizeSchedule } from "./normalize/schedule.ts";
