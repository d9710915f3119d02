import { type Static, Type } from "typebox";
import { OrderAccept, OrderCancel, OrderFail, OrderStatusChange } from "./event-order.ts";
import { LocationPause, LocationPublish, LocationResume, LocationUpdate } from "./event-store.ts";

/** Every event that the hub sends to a DSP, told apart by `type`, contract.md C.3. */
export const DspEvent = Type.Union(
	[
		LocationPause,
		LocationResume,
		LocationPublish,
		LocationUpdate,
		OrderAccept,
		OrderFail,
		OrderStatusChange,
		OrderCancel,
	],
	{ title: "DspEvent", discriminator: { propertyName: "type" } },
);
export type DspEvent = Static<typeof DspEvent>;
