import type { TSchema } from "typebox";
import * as connection from "../dsp/connection.ts";
import * as event_order from "../dsp/event-order.ts";
import * as event_store from "../dsp/event-store.ts";
import { DspLocationsReply } from "../dsp/location.ts";
import { MenuFileV1 } from "../dsp/menu-v1.ts";
import { MenuFileV2 } from "../dsp/menu-v2.ts";
import * as submission from "../dsp/order-submission.ts";
import * as dsp_token from "../dsp/token.ts";
import * as handler from "../events/handler.ts";
import { OrderAssignDriver } from "../events/webhook.ts";
import { AssignMenusReply, AssignMenusRequest } from "../partner/assign-menus.ts";
import { BindReply, BindRequest } from "../partner/bind.ts";
import { IngestReply, IngestRequest } from "../partner/ingest.ts";
import { CompleteIntegrationRequest, CreateIntegrationRequest, OnboardingReply } from "../partner/integration.ts";
import { ListLocationsReply, OrgLocationsReply } from "../partner/location.ts";
import { CreateOrgReply, CreateOrgRequest } from "../partner/org.ts";
import { Problem } from "../partner/problem.ts";
import { GenerateSessionReply, GenerateSessionRequest } from "../partner/sso.ts";
import { TokenReply, TokenRequest } from "../partner/token.ts";
import { PosCatalog } from "../pos/catalog.ts";
import { PosLocationsReply } from "../pos/location.ts";
import { OrderCanceled } from "../pos/order-canceled.ts";
import { OrderCreated } from "../pos/order-created.ts";
import { PosOrderReply } from "../pos/order-reply.ts";
import { OrderUpdated } from "../pos/order-updated.ts";
import * as pos_token from "../pos/token.ts";
import { PosValidation } from "../pos/validation.ts";
import * as webhook from "../pos/webhook.ts";
import * as dsp from "./dsp.ts";
import * as dsp_menu from "./dsp-menu.ts";
import * as events from "./events.ts";
import * as partner from "./partner.ts";
import * as pos from "./pos.ts";
import * as pos_catalog from "./pos-catalog.ts";
import * as pos_webhook from "./pos-webhook.ts";

/** Canonical payloads, made up by us, checked against their schemas; contract.md I is their model. Treat as constants. */
export const examples = {
	...partner,
	...pos,
	...pos_catalog,
	...pos_webhook,
	...dsp,
	...dsp_menu,
	...events,
};
export type ExampleName = keyof typeof examples;

/** The schema that each example follows. `in_store_order_older` has none: it shows an older envelope. */
export const EXAMPLE_SCHEMAS = {
	token_request: TokenRequest,
	token_reply: TokenReply,
	create_org_request: CreateOrgRequest,
	create_org_reply: CreateOrgReply,
	create_integration_request: CreateIntegrationRequest,
	onboarding_reply_oauth: OnboardingReply,
	onboarding_reply_active: OnboardingReply,
	complete_integration_request: CompleteIntegrationRequest,
	list_locations_reply: ListLocationsReply,
	ingest_request: IngestRequest,
	ingest_reply: IngestReply,
	assign_menus_request: AssignMenusRequest,
	assign_menus_reply: AssignMenusReply,
	bind_request: BindRequest,
	bind_reply: BindReply,
	org_locations_reply: OrgLocationsReply,
	generate_session_request: GenerateSessionRequest,
	generate_session_reply: GenerateSessionReply,
	problem: Problem,
	pos_code_exchange: pos_token.PosCodeExchange,
	pos_refresh: pos_token.PosRefresh,
	pos_token_reply: pos_token.PosTokenReply,
	pos_locations_reply: PosLocationsReply,
	pos_catalog: PosCatalog,
	order_created: OrderCreated,
	order_updated: OrderUpdated,
	order_canceled: OrderCanceled,
	pos_order_accepted: PosOrderReply,
	pos_order_pending: PosOrderReply,
	pos_validation: PosValidation,
	pos_validation_totals: PosValidation,
	location_catalog_updated: webhook.LocationCatalogUpdated,
	location_catalog_object_updated: webhook.LocationCatalogObjectUpdated,
	location_status_updated: webhook.LocationStatusUpdated,
	order_status_updated: webhook.OrderStatusUpdated,
	order_accepted: webhook.OrderAccepted,
	order_rejected: webhook.OrderRejected,
	in_store_order_created: webhook.InStoreOrderCreated,
	dsp_code_exchange: dsp_token.DspCodeExchange,
	dsp_refresh: dsp_token.DspRefresh,
	dsp_token_reply: dsp_token.DspTokenReply,
	dsp_locations_reply: DspLocationsReply,
	connection_request: connection.ConnectionRequest,
	connection_reply: connection.ConnectionReply,
	dsp_new_order_strict: submission.NewOrder,
	dsp_new_order_lenient: submission.DspOrderSubmission,
	dsp_cancel_order: submission.CancelOrder,
	dsp_store_status_update: submission.StoreStatusUpdate,
	dsp_delivery_status_update: submission.DeliveryStatusUpdate,
	location_pause: event_store.LocationPause,
	location_resume: event_store.LocationResume,
	location_publish: event_store.LocationPublish,
	location_update: event_store.LocationUpdate,
	order_accept: event_order.OrderAccept,
	order_fail: event_order.OrderFail,
	order_status_change: event_order.OrderStatusChange,
	order_cancel: event_order.OrderCancel,
	menu_v1: MenuFileV1,
	menu_v2: MenuFileV2,
	event_order_confirmed: handler.EventOrderConfirmed,
	event_order_updated: handler.EventOrderUpdated,
	event_order_canceled: handler.EventOrderCanceled,
	event_driver_status_updated: handler.EventDriverStatusUpdated,
	order_assign_driver: OrderAssignDriver,
} as const satisfies Record<Exclude<ExampleName, "in_store_order_older">, TSchema>;
