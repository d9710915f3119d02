import { type Static, Type } from "typebox";
import { PrepTimeMinutes } from "../fields.ts";

/**
 * What a POS answers when it takes an order (any 2xx), contract.md B.5.6. With `async_acceptance` the verdict follows
 * by webhook within 60 seconds (B.5.7).
 */
export const PosOrderReply = Type.Object(
	{
		order: Type.Object({
			provider_id: Type.String({ minLength: 1, maxLength: 255, description: "The POS's order id" }),
			prep_time_minutes: Type.Optional(PrepTimeMinutes),
			async_acceptance: Type.Optional(Type.Boolean()),
		}),
	},
	{ title: "PosOrderReply" },
);
export type PosOrderReply = Static<typeof PosOrderReply>;
