import { type Static, Type } from "typebox";
import { DriverDetails, PosDriverDetails } from "../driver.ts";
import { Id, openEnum } from "../fields.ts";
import { DELIVERY_STATUSES } from "../values/delivery.ts";
import { CANCEL_REASONS, CANCEL_SOURCES } from "../values/order.ts";
import { DspOrder } from "./order.ts";
import { ReceivedDspOrder } from "./order-received.ts";
import { StoreStatus } from "./store-status.ts";

/** A new order, contract.md C.4. */
export const NewOrder = Type.Object(
	{ type: Type.Literal("new_order"), location_id: Id, order: DspOrder },
	{ title: "NewOrder" },
);
export type NewOrder = Static<typeof NewOrder>;

/** The channel or customer cancels an order, contract.md C.5.3, E.9; free text as reason is allowed. */
export const CancelOrder = Type.Object(
	{
		type: Type.Literal("cancel_order"),
		location_id: Id,
		order_id: Id,
		cancel_reason: Type.Optional(openEnum(CANCEL_REASONS)),
		cancel_source: Type.Optional(openEnum(CANCEL_SOURCES)),
	},
	{ title: "CancelOrder" },
);
export type CancelOrder = Static<typeof CancelOrder>;

/** The DSP opens or closes its store, contract.md C.5.3. */
export const StoreStatusUpdate = Type.Object(
	{ type: Type.Literal("store_status_update"), location_id: Id, status_update: StoreStatus },
	{ title: "StoreStatusUpdate" },
);
export type StoreStatusUpdate = Static<typeof StoreStatusUpdate>;

/** The courier moved on, contract.md C.5.4. */
export const DeliveryStatusUpdate = Type.Object(
	{
		type: Type.Literal("delivery_status_update"),
		location_id: Id,
		order_id: Id,
		delivery_status: openEnum(DELIVERY_STATUSES),
		driver_details: Type.Optional(DriverDetails),
	},
	{ title: "DeliveryStatusUpdate" },
);
export type DeliveryStatusUpdate = Static<typeof DeliveryStatusUpdate>;

/** The four bodies of `POST /order/{partner_id}` as documented, contract.md C.4. */
export const StrictDspSubmission = Type.Union([NewOrder, CancelOrder, StoreStatusUpdate, DeliveryStatusUpdate], {
	title: "StrictDspSubmission",
	discriminator: { propertyName: "type" },
});
export type StrictDspSubmission = Static<typeof StrictDspSubmission>;

/**
 * The widest body that `POST /order/{partner_id}` accepts, contract.md C.4, C.5.2. Which of the four it is follows from
 * the property that exists, not from `type` (F-11): `normalizeDspSubmission` decides.
 */
export const DspOrderSubmission = Type.Object(
	{
		type: Type.Optional(Type.String()),
		location_id: Id,
		order: Type.Optional(ReceivedDspOrder),
		status_update: Type.Optional(StoreStatus),
		delivery_status: Type.Optional(openEnum(DELIVERY_STATUSES)),
		driver_details: Type.Optional(PosDriverDetails),
		order_id: Type.Optional(Id),
		cancel_reason: Type.Optional(openEnum(CANCEL_REASONS)),
		cancel_source: Type.Optional(openEnum(CANCEL_SOURCES)),
	},
	{ title: "DspOrderSubmission" },
);
export type DspOrderSubmission = Static<typeof DspOrderSubmission>;
