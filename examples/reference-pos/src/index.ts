export { type MerchantAccount, SAMPLE_ACCOUNTS } from "./accounts.ts";
export type { Fault, Faults, FaultyEndpoint } from "./faults.ts";
export { sampleCatalog } from "./sample/catalog.ts";
export { SAMPLE_LOCATIONS } from "./sample/locations.ts";
export type { Kitchen, Shop, Ticket } from "./shop.ts";
export { type ReferencePos, type ReferencePosOptions, startReferencePos } from "./start.ts";
