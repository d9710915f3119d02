import { type Static, Type } from "typebox";
import { EpochMs, Id, openEnum, PrepTimeMinutes } from "../fields.ts";
import { POS_LOCATION_STATUSES } from "../values/location.ts";
import { CATALOG_OBJECT_TYPES } from "../values/menu.ts";
import { ORDER_STATUSES } from "../values/order.ts";
import { InStoreOrder } from "./in-store-order.ts";
import { PosValidationLists } from "./validation.ts";

/** The catalog of a location changed: fetch it again, contract.md B.7. */
export const LocationCatalogUpdated = Type.Object(
	{ type: Type.Literal("location.catalog.updated"), object: Type.Object({ location_id: Id }) },
	{ title: "LocationCatalogUpdated" },
);
export type LocationCatalogUpdated = Static<typeof LocationCatalogUpdated>;

/** One object of the catalog was switched on or off, contract.md B.7. `<family id>_item` names a generated item (F-38). */
export const LocationCatalogObjectUpdated = Type.Object(
	{
		type: Type.Literal("location.catalog.object.updated"),
		object: Type.Object({
			location_id: Id,
			object_id: Id,
			object_type: openEnum(CATALOG_OBJECT_TYPES),
			object_update: Type.Object({ is_active: Type.Boolean() }),
		}),
	},
	{ title: "LocationCatalogObjectUpdated" },
);
export type LocationCatalogObjectUpdated = Static<typeof LocationCatalogObjectUpdated>;

/** A location stops or starts taking orders, for all its channels, contract.md B.7. */
export const LocationStatusUpdated = Type.Object(
	{
		type: Type.Literal("location.status.updated"),
		object: Type.Object({
			location_id: Id,
			status: openEnum(POS_LOCATION_STATUSES),
			paused_until: Type.Optional(EpochMs),
		}),
	},
	{ title: "LocationStatusUpdated" },
);
export type LocationStatusUpdated = Static<typeof LocationStatusUpdated>;

/** The kitchen moved an order on; `provider_id` is the POS's order id, contract.md B.7, E.5. */
export const OrderStatusUpdated = Type.Object(
	{
		type: Type.Literal("order.status.updated"),
		object: Type.Object({ location_id: Id, provider_id: Id, status: openEnum(ORDER_STATUSES) }),
	},
	{ title: "OrderStatusUpdated" },
);
export type OrderStatusUpdated = Static<typeof OrderStatusUpdated>;

/** Late yes to an order that was answered with `async_acceptance`, contract.md B.5.7 (recommended reading, F-12). */
export const OrderAccepted = Type.Object(
	{
		type: Type.Literal("order.accepted"),
		object: Type.Object({ location_id: Id, provider_id: Id, prep_time_minutes: Type.Optional(PrepTimeMinutes) }),
	},
	{ title: "OrderAccepted" },
);
export type OrderAccepted = Static<typeof OrderAccepted>;

/** Late no to such an order, contract.md B.5.7 (recommended reading, F-12). */
export const OrderRejected = Type.Object(
	{
		type: Type.Literal("order.rejected"),
		object: Type.Object({ location_id: Id, provider_id: Id, posValidation: Type.Optional(PosValidationLists) }),
	},
	{ title: "OrderRejected" },
);
export type OrderRejected = Static<typeof OrderRejected>;

/** An order taken at the POS for us to dispatch, contract.md B.8. */
export const InStoreOrderCreated = Type.Object(
	{ type: Type.Literal("order.created"), object: InStoreOrder },
	{ title: "InStoreOrderCreated" },
);
export type InStoreOrderCreated = Static<typeof InStoreOrderCreated>;

/** Every webhook that we know, told apart by `type`, contract.md B.7. */
export const KnownPosWebhook = Type.Union(
	[
		LocationCatalogUpdated,
		LocationCatalogObjectUpdated,
		LocationStatusUpdated,
		OrderStatusUpdated,
		OrderAccepted,
		OrderRejected,
		InStoreOrderCreated,
	],
	{ title: "KnownPosWebhook", discriminator: { propertyName: "type" } },
);
export type KnownPosWebhook = Static<typeof KnownPosWebhook>;

/**
 * The envelope of any webhook from a POS: an unknown `type` passes, contract.md B.7, F.1.1. `normalizePosWebhook` says
 * which one it is.
 */
export const PosWebhook = Type.Object(
	{ type: Type.String({ minLength: 1 }), object: Type.Record(Type.String(), Type.Unknown()) },
	{ title: "PosWebhook" },
);
export type PosWebhook = Static<typeof PosWebhook>;

/** Types of webhook that the hub acts on, contract.md B.7. */
export const POS_WEBHOOK_TYPES = [
	"location.catalog.updated",
	"location.catalog.object.updated",
	"location.status.updated",
	"order.status.updated",
	"order.accepted",
	"order.rejected",
	"order.created",
] as const satisfies readonly KnownPosWebhook["type"][];
export type PosWebhookType = (typeof POS_WEBHOOK_TYPES)[number];
