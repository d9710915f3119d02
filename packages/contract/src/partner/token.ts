import { type Static, Type } from "typebox";
import { closedEnum, openEnum } from "../fields.ts";
import { GRANT_TYPES, SCOPES } from "../values/partner.ts";

/** Body of `POST /oauth/token`, contract.md A.1. `exp` is epoch **seconds**, at most one hour ahead. */
export const TokenRequest = Type.Object(
	{
		grant_type: openEnum(GRANT_TYPES),
		client_id: Type.String({ minLength: 1, maxLength: 255 }),
		client_secret: Type.String({ minLength: 1, maxLength: 4096 }),
		scopes: Type.Optional(Type.Array(openEnum(SCOPES))),
		exp: Type.Optional(Type.Number({ description: "Expiry asked for, epoch seconds" })),
		refresh_token: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
	},
	{ title: "TokenRequest" },
);
export type TokenRequest = Static<typeof TokenRequest>;

/** Answer 201 of `POST /oauth/token`, contract.md A.1. Lifetimes are **seconds**. */
export const TokenReply = Type.Object(
	{
		access_token: Type.String({ minLength: 1 }),
		token_type: Type.Literal("bearer"),
		refresh_token: Type.String({ minLength: 1 }),
		expires_in: Type.Integer({ minimum: 0, description: "Seconds" }),
		refresh_token_expires_in: Type.Integer({ minimum: 0, description: "Seconds" }),
		scopes: Type.Array(closedEnum(SCOPES)),
	},
	{ title: "TokenReply" },
);
export type TokenReply = Static<typeof TokenReply>;
