import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";

/** The kinds of thing in a menu, named as the POS's catalog names them; `location` is what stands beside the menus. */
export const MENU_KINDS = [
	"location",
	"menu",
	"category",
	"item_family",
	"item",
	"modifier_group",
	"modifier",
	"tax",
] as const;
export type MenuKind = (typeof MENU_KINDS)[number];

const subject = {
	kind: closedEnum(MENU_KINDS),
	stream_id: Type.String(),
	name: Type.String(),
};

/** One thing that a publication would add to the channel's menu, take off it or change there. Ours. */
export const MenuChange = Type.Object(
	{
		change: closedEnum(["added", "removed", "changed"]),
		...subject,
		fields: Type.Optional(
			Type.Array(
				Type.Object({
					field: Type.String(),
					old: Type.Optional(Type.Unknown()),
					new: Type.Optional(Type.Unknown()),
				}),
				{ description: "What changes; a missing `old` or `new` = the field is not there" },
			),
		),
	},
	{ title: "MenuChange" },
);
export type MenuChange = Static<typeof MenuChange>;

/** Something about the menu that a person should know before it goes out. Ours. */
export const MenuFinding = Type.Object(
	{
		level: closedEnum(
			["error", "warning", "loss"],
			"error: it cannot be ordered like this; warning: look at it; loss: the menu file does not say it",
		),
		rule: Type.String({ description: "A stable word", examples: ["min_over_max"] }),
		...subject,
		message: Type.String(),
	},
	{ title: "MenuFinding" },
);
export type MenuFinding = Static<typeof MenuFinding>;

/** Answer of `GET …/menu-plan` (ours): what a publication would do, contract.md C.6. Nothing is sent. */
export const MenuPlan = Type.Object(
	{
		plan_hash: Type.String({ description: "Publish with it: refused when anything changed in between" }),
		source: Id,
		dsp_provider_id: Id,
		menu_version: closedEnum(["v1", "v2"]),
		menu_hash: Type.String(),
		catalog_version: Type.Integer(),
		menu_ids: Type.Optional(
			Type.Array(Id, { description: "The POS's menus that the store was given; missing = all, contract.md A.4.7" }),
		),
		is_changed: Type.Boolean({ description: "Whether the file differs from the one that the channel has" }),
		live: Type.Optional(
			Type.Object(
				{
					menu_hash: Type.String(),
					published_at: Type.Integer({ description: "epoch ms" }),
					is_exact: Type.Boolean({ description: "false: stock changes were sent since, or nobody knows" }),
				},
				{ description: "The menu that the channel fetched last; missing before the first" },
			),
		),
		hours: Type.Optional(
			Type.Array(
				Type.Object({
					stream_id: Type.String(),
					name: Type.String(),
					is_open: Type.Boolean({ description: "Whether the menu is there now, by its hours and the holidays" }),
					changes_at: Type.Optional(
						Type.Integer({ description: "When that changes next, epoch ms; missing = not within eight days" }),
					),
				}),
				{ description: "Each menu by the clock of the location; missing when nobody knows its time zone" },
			),
		),
		counts: Type.Object({
			added: Type.Integer(),
			removed: Type.Integer(),
			changed: Type.Integer(),
			errors: Type.Integer(),
			warnings: Type.Integer(),
			losses: Type.Integer(),
		}),
		changes: Type.Array(MenuChange, { description: "The first 500" }),
		findings: Type.Array(MenuFinding, { description: "The first 500, errors first" }),
	},
	{ title: "MenuPlan" },
);
export type MenuPlan = Static<typeof MenuPlan>;

/** Body of `POST …/publish` (ours). `source` is needed only where two DSPs have a store of the same id. */
export const PublishMenuRequest = Type.Object(
	{ dsp_provider_id: Id, source: Type.Optional(Id), plan_hash: Type.String() },
	{ title: "PublishMenuRequest" },
);
export type PublishMenuRequest = Static<typeof PublishMenuRequest>;

/** Answer of `POST …/publish`: the menu waits for its turn at the channel. Ours. */
export const PublishMenuReply = Type.Object(
	{ delivery_id: Id, menu_hash: Type.String(), status: closedEnum(["queued"]) },
	{ title: "PublishMenuReply" },
);
export type PublishMenuReply = Static<typeof PublishMenuReply>;
