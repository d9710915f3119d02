import { type Static, Type } from "typebox";
import { EpochMs, openEnum } from "../fields.ts";
import { DSP_STORE_STATUSES } from "../values/location.ts";

/** A DSP opens or closes one of its own stores; without `end_time` for good, contract.md C.5.3. */
export const StoreStatus = Type.Object(
	{
		status: openEnum(DSP_STORE_STATUSES),
		start_time: Type.Optional(EpochMs),
		end_time: Type.Optional(EpochMs),
	},
	{ title: "StoreStatus" },
);
export type StoreStatus = Static<typeof StoreStatus>;
