import { type Static, Type } from "typebox";
import { closedEnum, EpochMs, Id } from "../fields.ts";
import { DSP_ORDER_STATUS_UPDATES, FAILURE_REASONS } from "../values/order.ts";

/** The DSP's own order id; typed optional by the contract, always sent by us, contract.md C.3. */
const order_id = Type.Optional(Type.String({ description: "The DSP's order id; always sent by us" }));

/** The order is in the POS, contract.md C.3, B.11. */
export const OrderAccept = Type.Object(
	{
		type: Type.Literal("location.order.accept"),
		location_id: Id,
		order_id,
		estimated_ready_at_ms: Type.Optional(EpochMs),
	},
	{ title: "OrderAccept" },
);
export type OrderAccept = Static<typeof OrderAccept>;

/** The order could not be put into the POS, contract.md C.3, E.8. `invalid_item_ids` are ids that the DSP knows. */
export const OrderFail = Type.Object(
	{
		type: Type.Literal("location.order.fail"),
		location_id: Id,
		order_id,
		failure_reason: Type.Optional(closedEnum(FAILURE_REASONS)),
		failure_details: Type.Optional(
			Type.Object({ invalid_item_ids: Type.Array(Type.String()), error_message: Type.Optional(Type.String()) }),
		),
	},
	{ title: "OrderFail" },
);
export type OrderFail = Static<typeof OrderFail>;

/** A change that the customer may see, contract.md C.3, F-20. */
export const OrderStatusChange = Type.Object(
	{
		type: Type.Literal("location.order.notify_status_change"),
		location_id: Id,
		order_id,
		order_status_update: Type.Optional(closedEnum(DSP_ORDER_STATUS_UPDATES)),
	},
	{ title: "OrderStatusChange" },
);
export type OrderStatusChange = Static<typeof OrderStatusChange>;

/** The merchant cancelled after acceptance, contract.md C.3. */
export const OrderCancel = Type.Object(
	{ type: Type.Literal("location.order.cancel"), location_id: Id, order_id },
	{ title: "OrderCancel" },
);
export type OrderCancel = Static<typeof OrderCancel>;
