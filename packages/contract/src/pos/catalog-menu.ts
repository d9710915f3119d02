import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { ScheduleReceived } from "./schedule.ts";

/** A category; the order of `item_family_ids` is the display order, contract.md B.4.1. */
export const Category = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		item_family_ids: Type.Array(Type.String()),
		description: Type.Optional(Type.String()),
	},
	{ title: "Category" },
);
export type Category = Static<typeof Category>;

/** A menu: which categories, in which order, and when, contract.md B.4.6. */
export const Menu = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		category_ids: Type.Array(Type.String()),
		schedule: Type.Optional(ScheduleReceived),
	},
	{ title: "Menu" },
);
export type Menu = Static<typeof Menu>;

/** A tax; `rate` in percentage points (8.5 = 8.5 %), contract.md B.4.7, F-28. */
export const Tax = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		rate: Type.Number({ description: "Percentage points" }),
		is_active: Type.Optional(Type.Boolean()),
		is_default: Type.Optional(Type.Boolean()),
		is_inclusive: Type.Optional(Type.Boolean()),
	},
	{ title: "Tax" },
);
export type Tax = Static<typeof Tax>;
