import { type Static, Type } from "typebox";

const Slots = Type.Array(Type.String({ examples: ["09:00-16:00"] }));

/** Opening slots per day, store's local time, `[]` = closed, contract.md B.4.6, C.6.3, E.13. What we send is complete. */
export const Schedule = Type.Object(
	{
		monday: Slots,
		tuesday: Slots,
		wednesday: Slots,
		thursday: Slots,
		friday: Slots,
		saturday: Slots,
		sunday: Slots,
	},
	{ title: "Schedule" },
);
export type Schedule = Static<typeof Schedule>;

/** A schedule as a POS sends it: days may be missing, hours may lack the leading zero, contract.md E.13. */
export const ScheduleReceived = Type.Partial(Schedule, { title: "ScheduleReceived" });
export type ScheduleReceived = Static<typeof ScheduleReceived>;
