/** The hub as a library: for tests, the bench, and programs that embed it. */
export { createLog, type Log } from "./base/log.ts";
export { consent, type Login, type Onboarded, onboardMerchant, openPartnerApi, type PartnerApi } from "./cli/walk.ts";
export { type Config, loadConfig } from "./config.ts";
export { type Hub, startHub } from "./hub.ts";
export { type Embedded, findEmbedded, startEmbedded } from "./storage/embedded.ts";
export { migrate } from "./storage/migrate.ts";
export { connectDatabase } from "./storage/postgres.ts";
