import { type Static, Type } from "typebox";
import { Id, openEnum } from "../fields.ts";
import { USER_ROLES } from "../values/partner.ts";

/** Body of `POST /white-label/generate-session`, contract.md A.3. The phone number may be written with dashes. */
export const GenerateSessionRequest = Type.Object(
	{
		email: Type.String({ minLength: 1, maxLength: 320 }),
		full_name: Type.String({ minLength: 1, maxLength: 255 }),
		phone_number: Type.String({ minLength: 1, maxLength: 64 }),
		role: Type.Optional(openEnum(USER_ROLES)),
		provider_org_id: Type.Optional(Id),
		provider_org_name: Type.Optional(Type.String({ maxLength: 255 })),
	},
	{ title: "GenerateSessionRequest" },
);
export type GenerateSessionRequest = Static<typeof GenerateSessionRequest>;

/** Answer of `POST /white-label/generate-session`; the token works once, contract.md A.3. */
export const GenerateSessionReply = Type.Object(
	{ sso_login_token: Type.String({ minLength: 1 }) },
	{ title: "GenerateSessionReply" },
);
export type GenerateSessionReply = Static<typeof GenerateSessionReply>;
