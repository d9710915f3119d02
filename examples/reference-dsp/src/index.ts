export { type OwnerAccount, SAMPLE_ACCOUNTS } from "./accounts.ts";
export type { Fault, FaultPlan, FaultyEndpoint } from "./faults.ts";
export type { OrderRecord, Verdict } from "./order-book.ts";
export type { Placed, PlaceRequest } from "./place.ts";
export { SAMPLE_STORES } from "./sample-stores.ts";
export type { Choice, Selection } from "./selection.ts";
export { type ReferenceDsp, type ReferenceDspOptions, startReferenceDsp } from "./start.ts";
export type { Store } from "./stores.ts";
export type { Submission } from "./submit.ts";
