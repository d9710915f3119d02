export { type AnswerLedger, createMemoryLedger } from "./answer-ledger.ts";
export type { AuthorizationAsk, Client, Consent, ConsentAnswer } from "./authorize.ts";
export { asWebHandler, type Endpoint, type EndpointCall, type EndpointReply, failure, jsonReply } from "./call.ts";
export type { CatalogScope, LoadCatalog } from "./catalog.ts";
export { type Account, type CodeGrant, createMemoryGrants, type GrantStore, type TokenGrant } from "./grants.ts";
export { createPosHandlers, type PosHandlers, type PosSettings, type WebHandler } from "./handlers.ts";
export type { ListLocations } from "./locations.ts";
export { createNodeListener, type NodeListenerSettings } from "./node-listener.ts";
export type { OrderDecision, OrderDesk } from "./orders.ts";
export {
	createWebhookSender,
	type WebhookResult,
	type WebhookSender,
	type WebhookSenderSettings,
} from "./webhook-sender.ts";
