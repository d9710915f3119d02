import { type Static, Type } from "typebox";
import { PosDriverDetails } from "../driver.ts";
import { closedEnum, Id, openEnum } from "../fields.ts";
import { DELIVERY_STATUSES } from "../values/delivery.ts";
import { ORDER_STATUSES } from "../values/order.ts";

/** What `order.updated` carries; `order_id` is the **POS's** order id, contract.md B.5.4. */
export const OrderUpdatedData = Type.Object(
	{
		location_id: Id,
		order_id: Type.String({ minLength: 1 }),
		status: closedEnum(ORDER_STATUSES),
		delivery_status: Type.Optional(openEnum(DELIVERY_STATUSES)),
		driver_details: Type.Optional(PosDriverDetails),
	},
	{ title: "OrderUpdatedData" },
);
export type OrderUpdatedData = Static<typeof OrderUpdatedData>;

/** `order.updated` to a POS, contract.md B.5.4. */
export const OrderUpdated = Type.Object(
	{ type: Type.Literal("order.updated"), object: OrderUpdatedData },
	{ title: "OrderUpdated" },
);
export type OrderUpdated = Static<typeof OrderUpdated>;
