import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { INJECTION_TRANSITIONS } from "../states/injection.ts";
import { ORDER_STATUSES } from "../values/order.ts";
import { pageOf } from "./page.ts";

const Injection = closedEnum(Object.keys(INJECTION_TRANSITIONS) as (keyof typeof INJECTION_TRANSITIONS)[]);

/** Lanes of the board, in the order in which they stand; every order is in exactly one. */
export const ORDER_LANES = [
	"scheduled",
	"waiting",
	"stuck",
	"accepted",
	"ready",
	"done",
	"refused",
	"canceled",
] as const;
export type OrderLane = (typeof ORDER_LANES)[number];

/** An order on the board. Money in minor units of `currency`. */
export const OrderListRow = Type.Object(
	{
		_id: Id,
		org_id: Id,
		org_name: Type.String(),
		source: Id,
		dsp_order_id: Id,
		number: Type.String({ description: "What people call it at the channel" }),
		location_id: Type.Optional(Id),
		location_name: Type.Optional(Type.String()),
		timezone: Type.Optional(Type.String()),
		dsp_provider_id: Id,
		lane: closedEnum(ORDER_LANES),
		state: closedEnum(ORDER_STATUSES),
		injection: Injection,
		received_at: Type.Integer(),
		respond_by: Type.Optional(Type.Integer({ description: "Until when the DSP waits; missing once it was answered" })),
		updated_at: Type.Integer(),
		pos_order_id: Type.Optional(Type.String()),
		total: Type.Optional(Type.Integer()),
		currency: Type.Optional(Type.String()),
		problem: Type.Optional(Type.String({ description: "A word or a sentence on what is wrong" })),
	},
	{ title: "OrderListRow" },
);
export type OrderListRow = Static<typeof OrderListRow>;
export const OrderPage = pageOf("OrderPage", OrderListRow);
export type OrderPage = Static<typeof OrderPage>;

/** One hop or event of an order. `payload` is text as it went over the wire, redacted for this role. */
export const OrderHop = Type.Object(
	{
		_id: Id,
		at: Type.Integer(),
		hop: closedEnum(["dsp_to_hub", "hub", "hub_to_pos", "pos_to_hub", "hub_to_dsp", "hub_to_partner"]),
		type: Type.String(),
		actor: Type.String(),
		state: Type.Optional(Type.String()),
		injection: Type.Optional(Type.String()),
		status: Type.Optional(Type.Integer({ description: "HTTP status of the answer" })),
		stage: Type.Optional(closedEnum(["never_sent", "unknown", "answered"])),
		attempt: Type.Optional(Type.Integer()),
		latency_ms: Type.Optional(Type.Number({ description: "Of the request itself" })),
		since_previous_ms: Type.Integer({ description: "Since the line above" }),
		delivery_id: Type.Optional(Id),
		payload: Type.Optional(Type.String()),
		response: Type.Optional(Type.String()),
		is_redacted: Type.Boolean(),
	},
	{ title: "OrderHop" },
);
export type OrderHop = Static<typeof OrderHop>;

/** A difference between two payloads, by JSON pointer. A missing side is not there. */
export const PayloadDifference = Type.Object(
	{ pointer: Type.String(), left: Type.Optional(Type.Unknown()), right: Type.Optional(Type.Unknown()) },
	{ title: "PayloadDifference" },
);
export type PayloadDifference = Static<typeof PayloadDifference>;

/** Whether the sums hold, in minor units. */
export const MoneyCheck = Type.Object(
	{
		currency: Type.Optional(Type.String()),
		lines: Type.Integer(),
		discounts: Type.Integer(),
		subtotal: Type.Integer(),
		tax: Type.Integer(),
		tips: Type.Integer(),
		fees: Type.Integer(),
		total: Type.Integer(),
		is_subtotal_exact: Type.Boolean({ description: "lines less discounts, or lines, are the subtotal" }),
		pos_total: Type.Optional(Type.Integer({ description: "The same sum of what the POS was sent" })),
		is_pos_equal: Type.Optional(Type.Boolean()),
		findings: Type.Array(Type.String()),
	},
	{ title: "MoneyCheck" },
);
export type MoneyCheck = Static<typeof MoneyCheck>;

/** Whether staff may cancel an order as it stands, and who would be told what. */
export const OrderCancelPlan = Type.Object(
	{
		is_possible: Type.Boolean(),
		why_not: Type.Optional(Type.String()),
		channel_name: Type.String(),
		pos_name: Type.Optional(Type.String()),
		tells_channel: Type.Optional(
			closedEnum(["canceled", "failed"], "canceled: it was told accepted before; failed: it waits for its verdict"),
		),
		tells_pos: Type.Optional(
			closedEnum(
				["canceled", "if_it_has_it", "cannot", "nothing"],
				"if_it_has_it: a request is under way or got no answer; cannot: the same, and the POS is not asked any more",
			),
		),
	},
	{ title: "OrderCancelPlan" },
);
export type OrderCancelPlan = Static<typeof OrderCancelPlan>;

/** A reason for a cancellation has at most so many characters. */
export const CANCEL_REASON_MAX = 200;

/** Body of `POST …/cancel`. */
export const CancelOrderRequest = Type.Object(
	{
		reason: Type.Optional(
			Type.String({
				maxLength: CANCEL_REASON_MAX,
				description: "Kept with the order and in the audit; told to nobody outside",
			}),
		),
	},
	{ title: "CancelOrderRequest" },
);

/** Answer of `POST …/cancel`. */
export const CancelOrderReply = Type.Object(
	{
		order_id: Id,
		state: closedEnum(ORDER_STATUSES),
		is_repeat: Type.Boolean({ description: "Staff had cancelled it before; nobody was told again" }),
	},
	{ title: "CancelOrderReply" },
);
export type CancelOrderReply = Static<typeof CancelOrderReply>;

/** An order with everything that is known of it. */
export const OrderDetail = Type.Object(
	{
		order: OrderListRow,
		verdict: Type.Optional(closedEnum(["accepted", "failed"])),
		verdict_reason: Type.Optional(Type.String()),
		estimated_ready_at: Type.Optional(Type.Integer()),
		link_id: Type.Optional(Id),
		timeline: Type.Array(OrderHop, { description: "Oldest first" }),
		differences: Type.Array(PayloadDifference, { description: "Lines and sums: what came and what the POS was sent" }),
		money: Type.Optional(MoneyCheck),
		resend: Type.Object({
			is_possible: Type.Boolean(),
			delivery_id: Type.Optional(Id),
			why_not: Type.Optional(Type.String({ description: "Already delivered: no action is needed" })),
		}),
		cancel: OrderCancelPlan,
		support_text: Type.String({ description: "One redacted block to paste into a ticket" }),
	},
	{ title: "OrderDetail" },
);
export type OrderDetail = Static<typeof OrderDetail>;

/** What would become of a past order today (deliver 5). Nothing is sent. */
export const OrderReplay = Type.Object(
	{
		order_id: Id,
		at: Type.Integer(),
		before: Type.Object({
			outcome: closedEnum(["sent", "refused", "nothing"]),
			location_id: Type.Optional(Id),
			location_name: Type.Optional(Type.String()),
			refusal: Type.Optional(Type.String()),
			payload: Type.Optional(Type.String()),
		}),
		today: Type.Object({
			outcome: closedEnum(["sent", "refused", "nothing"]),
			location_id: Type.Optional(Id),
			location_name: Type.Optional(Type.String()),
			refusal: Type.Optional(Type.String()),
			failure_reason: Type.Optional(Type.String()),
			invalid_items: Type.Array(Type.String()),
			payload: Type.Optional(Type.String()),
		}),
		is_same: Type.Boolean(),
		first_difference: Type.Optional(
			Type.Object({
				step: closedEnum(["routing", "store_status", "payment", "items", "conversion"]),
				sentence: Type.String(),
				difference: Type.Optional(PayloadDifference),
			}),
		),
		differences: Type.Array(PayloadDifference, { description: "The first 200" }),
	},
	{ title: "OrderReplay" },
);
export type OrderReplay = Static<typeof OrderReplay>;

/** An order that found no location. */
export const UnroutableOrder = Type.Object(
	{
		_id: Id,
		kind: closedEnum(
			["unlisted", "unlinked"],
			"unlisted: no connected merchant has the store, the DSP was answered 404; unlinked: a merchant has it but no location is linked, the DSP was told fail",
		),
		org_id: Type.Optional(Id),
		org_name: Type.Optional(Type.String()),
		order_id: Type.Optional(Id),
		source: Id,
		dsp_provider_id: Id,
		store_name: Type.Optional(Type.String()),
		dsp_order_id: Id,
		number: Type.String(),
		received_at: Type.Integer(),
		last_received_at: Type.Integer(),
		times: Type.Integer({ description: "How often the DSP has sent it" }),
		respond_by: Type.Integer(),
		status: closedEnum(["waiting", "released", "answered"]),
		suggestion: Type.Optional(
			Type.Object({
				location_id: Id,
				location_name: Type.String(),
				integration_id: Id,
				reasons: Type.Array(Type.String()),
			}),
		),
		release: Type.Object({ is_possible: Type.Boolean(), why_not: Type.Optional(Type.String()) }),
	},
	{ title: "UnroutableOrder" },
);
export type UnroutableOrder = Static<typeof UnroutableOrder>;
export const UnroutablePage = pageOf("UnroutablePage", UnroutableOrder);
export type UnroutablePage = Static<typeof UnroutablePage>;

/** Answer of `POST …/release`: the order that came of it. */
export const ReleaseReply = Type.Object({ order_id: Id, org_id: Id }, { title: "ReleaseReply" });
