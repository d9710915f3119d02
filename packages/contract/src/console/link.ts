import { type Static, Type } from "typebox";
import { closedEnum, EpochMs, Id } from "../fields.ts";
import { BindFact, BindLocation, BindStore } from "./bind.ts";
import { CallRow } from "./integration.ts";
import { OrderListRow } from "./order.ts";
import { LinkCell } from "./org.ts";

/** The drawer behind a cell: one link, who made it on what grounds, and what flowed through it. */
export const LinkDetail = Type.Object(
	{
		link: LinkCell,
		location: BindLocation,
		store: BindStore,
		facts: Type.Array(BindFact),
		created_by: Type.String(),
		created_at: Type.Integer(),
		ended_at: Type.Optional(Type.Integer()),
		reason: Type.Optional(Type.String({ description: "Typed because a hard fact differed" })),
		paused: Type.Boolean({ description: "Staff paused this link, and the pause is on" }),
		paused_by: Type.Optional(Type.String()),
		paused_at: Type.Optional(Type.Integer()),
		paused_until: Type.Optional(Type.Integer({ description: "Missing with paused: until it is resumed" })),
		closed_by: Type.Array(closedEnum(["link", "location", "dsp"]), {
			description: "Every reason why the store takes no orders now: it opens when none is left",
		}),
		history: Type.Array(
			Type.Object({
				at: Type.Integer(),
				actor: Type.String(),
				action: Type.String(),
				detail: Type.Record(Type.String(), Type.Unknown()),
			}),
		),
		orders: Type.Array(OrderListRow, { description: "The last ten" }),
		calls: Type.Array(CallRow, { description: "The last ten" }),
		undo: Type.Optional(Type.Object({ bind_id: Id, until: Type.Integer() })),
	},
	{ title: "LinkDetail" },
);
export type LinkDetail = Static<typeof LinkDetail>;

/** Body of `POST …/pause`. */
export const PauseLinkRequest = Type.Object(
	{ until_ms: Type.Optional(EpochMs) },
	{
		title: "PauseLinkRequest",
		description: "until_ms is in the future; without it the pause is on until somebody resumes",
	},
);

/** Answer of `POST …/test-order`: what the POS made of it. `unknown`: it did not answer and may have it. */
export const TestOrderReply = Type.Object(
	{
		outcome: closedEnum(["accepted", "refused", "unknown"]),
		delivery_id: Type.Optional(Id),
		pos_order_id: Type.Optional(Type.String()),
		message: Type.Optional(Type.String()),
	},
	{ title: "TestOrderReply" },
);
