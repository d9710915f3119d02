import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { pageOf } from "./page.ts";

export const DELIVERY_STATES = ["pending", "unconfirmed", "delivered", "dead", "parked", "dropped"] as const;

/** One message to another system. */
export const DeliveryListRow = Type.Object(
	{
		_id: Id,
		org_id: Id,
		org_name: Type.String(),
		source: Id,
		type: Type.String(),
		state: closedEnum(DELIVERY_STATES),
		reason: Type.Optional(Type.String()),
		attempts: Type.Integer(),
		order_id: Type.Optional(Id),
		created_at: Type.Integer(),
		updated_at: Type.Integer(),
		next_attempt_at: Type.Optional(
			Type.Integer({ description: "Missing: it is settled, or being sent at this moment" }),
		),
		replay: Type.Object({ is_possible: Type.Boolean(), why_not: Type.Optional(Type.String()) }),
	},
	{ title: "DeliveryListRow" },
);
export type DeliveryListRow = Static<typeof DeliveryListRow>;
export const DeliveryPage = pageOf("DeliveryPage", DeliveryListRow);
export type DeliveryPage = Static<typeof DeliveryPage>;

/** A message with its attempts. */
export const DeliveryDetail = Type.Object(
	{
		delivery: DeliveryListRow,
		body: Type.String(),
		is_redacted: Type.Boolean(),
		attempts: Type.Array(
			Type.Object({
				attempt: Type.Integer(),
				at: Type.Integer(),
				stage: closedEnum(["never_sent", "unknown", "answered"]),
				status: Type.Optional(Type.Integer()),
				response: Type.Optional(Type.String()),
				latency_ms: Type.Number(),
			}),
		),
		curl: Type.String(),
		support_text: Type.String(),
	},
	{ title: "DeliveryDetail" },
);
export type DeliveryDetail = Static<typeof DeliveryDetail>;

/** Body of `POST /console/orgs/{org_id}/deliveries/replay`: some by id, or every dead one of a filter. */
export const ReplayDeliveriesRequest = Type.Object(
	{
		delivery_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
		every_dead: Type.Optional(
			Type.Object({ source: Type.Optional(Id), type: Type.Optional(Id), since: Type.Optional(Type.Integer()) }),
		),
	},
	{ title: "ReplayDeliveriesRequest" },
);
export type ReplayDeliveriesRequest = Static<typeof ReplayDeliveriesRequest>;

/** Answer: what became of each. */
export const ReplayDeliveriesReply = Type.Object(
	{
		queued: Type.Integer(),
		refused: Type.Array(Type.Object({ delivery_id: Id, reason: Type.String() })),
	},
	{ title: "ReplayDeliveriesReply" },
);

/** One destination: who gets messages, and how that went in the last 24 hours. */
export const WebhookEndpoint = Type.Object(
	{
		source: Id,
		name: Type.String(),
		kind: closedEnum(["pos", "dsp", "event_partner"]),
		url: Type.String({ description: "Where our messages go" }),
		incoming_url: Type.String({ description: "Where theirs come in" }),
		hours: Type.Array(Type.Object({ from: Type.Integer(), delivered: Type.Integer(), failed: Type.Integer() }), {
			description: "24, oldest first",
		}),
		success_rate: Type.Optional(Type.Number({ description: "0 to 1; missing: nothing was sent" })),
		failing_since: Type.Optional(Type.Integer()),
		next_retry_at: Type.Optional(Type.Integer()),
		pending: Type.Integer(),
		dead: Type.Integer(),
	},
	{ title: "WebhookEndpoint" },
);
export type WebhookEndpoint = Static<typeof WebhookEndpoint>;
export const WebhookEndpoints = Type.Object(
	{ rows: Type.Array(WebhookEndpoint), as_of: Type.Integer() },
	{ title: "WebhookEndpoints" },
);
export type WebhookEndpoints = Static<typeof WebhookEndpoints>;
