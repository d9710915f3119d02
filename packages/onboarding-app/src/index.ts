export { createDoor, type Door } from "./door/door.ts";
export type { DoorBook, KnownIntegration, KnownOrg, Offer } from "./door/door-book.ts";
export { runDoorCall } from "./door/door-calls.ts";
export type { Decided, DoorParts, IntegrationRef } from "./door/door-parts.ts";
export { builtPages, type PageFiles, readEmbedScript, readPages } from "./pages.ts";
export type { Pair, PartnerApi, RowOutcome, Started } from "./partner/partner-api.ts";
export { PartnerFailure } from "./partner/partner-failure.ts";
