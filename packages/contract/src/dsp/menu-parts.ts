import { type Static, Type } from "typebox";
import { closedEnum, Id, LowerCurrency, MinorUnits } from "../fields.ts";
import { SELECTION_TYPES } from "../values/menu.ts";

/** A picture in a menu file, contract.md C.6.3. */
export const MenuImage = Type.Object({ url: Type.String() }, { title: "MenuImage" });
export type MenuImage = Static<typeof MenuImage>;

/** A day with other hours; without `hours` closed all day, contract.md C.6.3, E.13. `date` is `MM-DD`. */
export const Holiday = Type.Object(
	{
		date: Type.String({ pattern: "^[0-9]{2}-[0-9]{2}$" }),
		recurring_yearly: Type.Boolean(),
		hours: Type.Optional(Type.Array(Type.String())),
		name: Type.Optional(Type.String()),
		specific_years: Type.Optional(Type.Array(Type.Integer())),
	},
	{ title: "Holiday" },
);
export type Holiday = Static<typeof Holiday>;

/** A tax in a menu file; `rate` in percentage points, contract.md C.6.3. */
export const MenuTax = Type.Object(
	{
		stream_id: Id,
		name: Type.String(),
		rate: Type.Number({ description: "Percentage points" }),
		is_default: Type.Optional(Type.Boolean()),
		is_inclusive: Type.Optional(Type.Boolean()),
	},
	{ title: "MenuTax" },
);
export type MenuTax = Static<typeof MenuTax>;

const Count = Type.Integer({ minimum: 0 });

/** Rules of a modifier group in V1, contract.md C.6.1. */
export const MenuRules = Type.Object(
	{
		selection_type: Type.Optional(closedEnum(SELECTION_TYPES)),
		minimum_unique_modifiers_allowed: Type.Optional(Count),
		maximum_unique_modifiers_allowed: Type.Optional(Count),
		amount_of_modifiers_free: Type.Optional(Count),
	},
	{ title: "MenuRules" },
);
export type MenuRules = Static<typeof MenuRules>;

/** Modifier id → quantity that is chosen beforehand, contract.md C.6. */
export const DefaultQuantities = Type.Record(Type.String(), Type.Number(), { title: "DefaultQuantities" });
export type DefaultQuantities = Static<typeof DefaultQuantities>;

/** Fields that every priced thing of a menu file has. */
export const priced = { stream_id: Id, name: Type.String(), price: MinorUnits, currency: LowerCurrency };
