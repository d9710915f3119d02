import { type Static, Type } from "typebox";
import { AmountReceived, openEnum } from "../fields.ts";
import { POS_ORDER_ERRORS, STOCK_VALIDATION_TYPES } from "../values/order.ts";

/** One thing that is short; `quantity` is what is **still available**, contract.md B.6. */
export const StockValidation = Type.Object(
	{ type: openEnum(STOCK_VALIDATION_TYPES), provider_id: Type.String(), quantity: Type.Number() },
	{ title: "StockValidation" },
);
export type StockValidation = Static<typeof StockValidation>;

/** Totals that differ, in minor units and camel case, contract.md B.6. */
export const OrderTotalsValidation = Type.Object(
	{ posTotal: AmountReceived, streamTotal: AmountReceived },
	{ title: "OrderTotalsValidation" },
);
export type OrderTotalsValidation = Static<typeof OrderTotalsValidation>;

/** A reason with a code and a sentence, contract.md B.6. */
export const OrderValidation = Type.Object(
	{ order_error: openEnum(POS_ORDER_ERRORS), order_error_reason: Type.Optional(Type.String()) },
	{ title: "OrderValidation" },
);
export type OrderValidation = Static<typeof OrderValidation>;

/** The three lists of a refusal, each optional, contract.md B.6. */
export const PosValidationLists = Type.Object(
	{
		stockValidation: Type.Optional(Type.Array(StockValidation)),
		orderTotalsValidation: Type.Optional(Type.Array(OrderTotalsValidation)),
		orderValidation: Type.Optional(Type.Array(OrderValidation)),
	},
	{ title: "PosValidationLists" },
);
export type PosValidationLists = Static<typeof PosValidationLists>;

/** Body of a POS's 400: why it refuses the order, contract.md B.6. */
export const PosValidation = Type.Object({ posValidation: PosValidationLists }, { title: "PosValidation" });
export type PosValidation = Static<typeof PosValidation>;
