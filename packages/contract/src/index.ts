/** The contract of the hub with POS systems, DSPs, partners and event partners: the package's one door. */
export { type Checked, type CompileOptions, compile } from "./compile.ts";
export * from "./console/audit.ts";
export * from "./console/bind.ts";
export * from "./console/delivery.ts";
export * from "./console/endpoints.ts";
export * from "./console/event.ts";
export * from "./console/integration.ts";
export * from "./console/link.ts";
export * from "./console/log.ts";
export * from "./console/menu.ts";
export * from "./console/order.ts";
export * from "./console/org.ts";
export * from "./console/roles.ts";
export * from "./console/session.ts";
export * from "./console/settings.ts";
export * from "./console/system.ts";
export * from "./driver.ts";
export * from "./dsp/connection.ts";
export * from "./dsp/endpoints.ts";
export * from "./dsp/event.ts";
export * from "./dsp/event-order.ts";
export * from "./dsp/event-store.ts";
export * from "./dsp/location.ts";
export {
	type DefaultQuantities,
	Holiday,
	MenuImage,
	MenuRules,
	MenuTax,
} from "./dsp/menu-parts.ts";
export * from "./dsp/menu-v1.ts";
export * from "./dsp/menu-v2.ts";
export * from "./dsp/order.ts";
export * from "./dsp/order-received.ts";
export * from "./dsp/order-submission.ts";
export * from "./dsp/paths.ts";
export * from "./dsp/store-status.ts";
export * from "./dsp/token.ts";
export type { Endpoint } from "./endpoint.ts";
export * from "./events/endpoints.ts";
export * from "./events/handler.ts";
export * from "./events/order.ts";
export * from "./events/webhook.ts";
export { EXAMPLE_SCHEMAS, type ExampleName, examples } from "./examples/all.ts";
export * from "./examples/signature.ts";
export { type JsonSchema, toJsonSchema } from "./json-schema.ts";
export * from "./normalize/currency.ts";
export { problemOfDelivery } from "./normalize/dsp-order.ts";
export { type DspSubmission, normalizeDspSubmission } from "./normalize/dsp-submission.ts";
export * from "./normalize/expire-time.ts";
export * from "./normalize/in-store-order.ts";
export * from "./normalize/pos-webhook.ts";
export * from "./normalize/rules.ts";
export * from "./normalize/schedule.ts";
export { type OpenapiDocument, openapiDocument } from "./openapi/document.ts";
export * from "./openapi/surfaces.ts";
export * from "./partner/api-token.ts";
export * from "./partner/assign-menus.ts";
export * from "./partner/bind.ts";
export * from "./partner/endpoints.ts";
export * from "./partner/holidays.ts";
export * from "./partner/ingest.ts";
export * from "./partner/integration.ts";
export * from "./partner/location.ts";
export * from "./partner/location-catalog.ts";
export * from "./partner/menu-plan.ts";
export * from "./partner/onboarding-link.ts";
export * from "./partner/org.ts";
export * from "./partner/problem.ts";
export * from "./partner/sso.ts";
export * from "./partner/token.ts";
export * from "./pos/catalog.ts";
export * from "./pos/catalog-item.ts";
export * from "./pos/catalog-menu.ts";
export * from "./pos/catalog-modifier.ts";
export * from "./pos/connection.ts";
export * from "./pos/endpoints.ts";
export * from "./pos/in-store-order.ts";
export * from "./pos/location.ts";
export * from "./pos/order-canceled.ts";
export * from "./pos/order-created.ts";
export * from "./pos/order-event.ts";
export * from "./pos/order-line.ts";
export * from "./pos/order-reply.ts";
export * from "./pos/order-updated.ts";
export * from "./pos/overrides.ts";
export * from "./pos/paths.ts";
export * from "./pos/schedule.ts";
export * from "./pos/token.ts";
export * from "./pos/validation.ts";
export * from "./pos/webhook.ts";
export type { FieldProblem } from "./problem-text.ts";
export {
	EVENT_SIGNATURE_HEADER,
	SIGNATURE_HEADER,
	type SignatureCheck,
	signBody,
	verifySignature,
} from "./signature.ts";
export * from "./states/injection.ts";
export * from "./states/onboarding.ts";
export * from "./states/order.ts";
export * from "./values/delivery.ts";
export * from "./values/location.ts";
export * from "./values/menu.ts";
export * from "./values/order.ts";
export * from "./values/partner.ts";
