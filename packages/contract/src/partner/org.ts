import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** The first user of an organisation, contract.md A.4.1. The guide's own example has an empty e-mail. */
export const OrgUser = Type.Object(
	{
		email: Type.Optional(Type.String({ maxLength: 320 })),
		first_name: Type.Optional(Type.String({ maxLength: 255 })),
		last_name: Type.Optional(Type.String({ maxLength: 255 })),
	},
	{ title: "OrgUser" },
);
export type OrgUser = Static<typeof OrgUser>;

/** Body of `POST /onboarding/org`, contract.md A.4.1. `provider_id` is the partner's own id of the merchant. */
export const CreateOrgRequest = Type.Object(
	{ name: Type.String({ minLength: 1, maxLength: 255 }), provider_id: Id, user: Type.Optional(OrgUser) },
	{ title: "CreateOrgRequest" },
);
export type CreateOrgRequest = Static<typeof CreateOrgRequest>;

/** Answer of `POST /onboarding/org`, the same again for a known `provider_id`, contract.md A.4.1. */
export const CreateOrgReply = Type.Object({ org_id: Id, user_id: Id }, { title: "CreateOrgReply" });
export type CreateOrgReply = Static<typeof CreateOrgReply>;
