import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { pageOf } from "./page.ts";

/** One privileged change: who did what to which record (reliability.md S5). */
export const AuditListRow = Type.Object(
	{
		_id: Id,
		org_id: Type.String({ description: "Whose record it is: of an organisation, a partner, or the installation" }),
		org_name: Type.Optional(Type.String({ description: "Missing: it is of no organisation" })),
		at: Type.Integer(),
		actor: Type.String({ description: "partner:<client_id>, user:<id>, operator:<id>, merchant, operator or hub" }),
		actor_name: Type.Optional(
			Type.String({ description: "The person's e-mail address, for those who may see it, or the partner's name" }),
		),
		action: Type.String(),
		subject: Type.String(),
		detail: Type.Record(Type.String(), Type.Unknown()),
	},
	{ title: "AuditListRow" },
);
export type AuditListRow = Static<typeof AuditListRow>;
export const AuditPage = pageOf("AuditPage", AuditListRow);
export type AuditPage = Static<typeof AuditPage>;

/** Answer of `GET /console/search`: the first hits of each kind. */
export const SearchReply = Type.Object(
	{
		hits: Type.Array(
			Type.Object({
				kind: closedEnum(["org", "location", "order", "request", "store"]),
				_id: Id,
				org_id: Type.Optional(Id),
				title: Type.String(),
				subtitle: Type.Optional(Type.String()),
			}),
		),
	},
	{ title: "SearchReply" },
);
export type SearchReply = Static<typeof SearchReply>;
