import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { pageOf } from "./page.ts";

/** One request, in or out. `route` is the pattern, never the path with its ids. */
export const LogRow = Type.Object(
	{
		_id: Id,
		at: Type.Integer(),
		direction: closedEnum(["in", "out"]),
		surface: closedEnum([
			"partner",
			"oauth",
			"pos_webhook",
			"order",
			"event_webhook",
			"menu_file",
			"console",
			"pos",
			"dsp",
			"partner_event",
		]),
		method: Type.String(),
		route: Type.String(),
		status: Type.Optional(Type.Integer()),
		code: Type.Optional(Type.String({ description: "Of a problem that was answered" })),
		ms: Type.Number(),
		request_id: Type.Optional(Type.String()),
		org_id: Type.Optional(Id),
		org_name: Type.Optional(Type.String()),
		source: Type.Optional(Type.String()),
		delivery_id: Type.Optional(Id),
		attempt: Type.Optional(Type.Integer()),
		order_id: Type.Optional(Id),
		can_resend: Type.Boolean(),
	},
	{ title: "LogRow" },
);
export type LogRow = Static<typeof LogRow>;
export const LogPage = pageOf("LogPage", LogRow);
export type LogPage = Static<typeof LogPage>;

/** A request with what is kept of it. */
export const LogDetail = Type.Object(
	{
		row: LogRow,
		request: Type.Optional(Type.String({ description: "Body, redacted for this role" })),
		response: Type.Optional(Type.String()),
		is_redacted: Type.Boolean(),
		curl: Type.String({ description: "The same request with its secrets left out" }),
		support_text: Type.String(),
	},
	{ title: "LogDetail" },
);
export type LogDetail = Static<typeof LogDetail>;
