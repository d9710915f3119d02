import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { pageOf } from "./page.ts";

/** A location's menu: the version at the POS, and what each channel has. */
export const MenuRow = Type.Object(
	{
		org_id: Id,
		org_name: Type.String(),
		location_id: Id,
		location_name: Type.String(),
		source: Id,
		catalog_version: Type.Integer({ description: "0: none yet" }),
		catalog_at: Type.Optional(Type.Integer()),
		items: Type.Integer(),
		problems: Type.Integer(),
		sync_error: Type.Optional(Type.String()),
		channels: Type.Array(
			Type.Object({
				link_id: Id,
				source: Id,
				name: Type.String(),
				dsp_provider_id: Id,
				live_version: Type.Optional(Type.Integer({ description: "Catalog version of the menu that it has" })),
				live_hash: Type.Optional(Type.String()),
				published_at: Type.Optional(Type.Integer()),
				has_drifted: Type.Boolean({ description: "The POS has a newer version than the channel" }),
			}),
		),
	},
	{ title: "MenuRow" },
);
export type MenuRow = Static<typeof MenuRow>;
export const MenuPage = pageOf("MenuPage", MenuRow);
export type MenuPage = Static<typeof MenuPage>;
