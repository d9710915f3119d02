import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** Which menus one linked store shows; the POS's ids of menus, or their `stream_id`s. Without `menu_ids` it shows all of them. */
export const MenuAssignment = Type.Object(
	{
		pos_location_id: Id,
		dsp_provider_id: Id,
		menu_ids: Type.Optional(
			Type.Array(Id, { minItems: 1, maxItems: 200, description: "Missing: every menu, as before any assignment" }),
		),
	},
	{ title: "MenuAssignment" },
);
export type MenuAssignment = Static<typeof MenuAssignment>;

/** Body of `POST /onboarding/locations/menus` (ours, contract.md A.4.7); `onboarding_id` is the **DSP** onboarding, as in `bind`. */
export const AssignMenusRequest = Type.Object(
	{ onboarding_id: Id, locations: Type.Array(MenuAssignment, { minItems: 1 }) },
	{ title: "AssignMenusRequest" },
);
export type AssignMenusRequest = Static<typeof AssignMenusRequest>;

/** Answer of `POST /onboarding/locations/menus`: every store with the menus that it shows now. Ours, contract.md A.4.7. */
export const AssignMenusReply = Type.Object(
	{
		locations: Type.Array(
			Type.Object({
				_id: Id,
				pos_location_id: Id,
				dsp_provider_id: Id,
				is_default: Type.Boolean({ description: "true: every menu, also those that come later" }),
				is_changed: Type.Boolean({ description: "Whether the store hears of another menu now" }),
				menus: Type.Array(Type.Object({ provider_id: Id, stream_id: Id, name: Type.String() })),
			}),
		),
	},
	{ title: "AssignMenusReply" },
);
export type AssignMenusReply = Static<typeof AssignMenusReply>;
