import { type Static, Type } from "typebox";
import { Holiday } from "../dsp/menu-parts.ts";

/** Body and answer of `PUT …/holidays` (ours): all days on which a location has other hours, contract.md C.6.3, E.13. */
export const LocationHolidays = Type.Object(
	{ holidays: Type.Array(Holiday, { maxItems: 366 }) },
	{ title: "LocationHolidays" },
);
export type LocationHolidays = Static<typeof LocationHolidays>;
