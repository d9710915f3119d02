import { type Static, Type } from "typebox";
import { Id, openEnum } from "../fields.ts";
import { SCOPES } from "../values/partner.ts";

/** Body that creates an API client of an organisation, contract.md A.2. */
export const CreatePartnerTokenRequest = Type.Object(
	{ org_id: Id, token_name: Type.String({ minLength: 1 }), scopes: Type.Array(openEnum(SCOPES)) },
	{ title: "CreatePartnerTokenRequest" },
);
export type CreatePartnerTokenRequest = Static<typeof CreatePartnerTokenRequest>;

/** Body that renames an API client, contract.md A.2. */
export const RenamePartnerTokenRequest = Type.Object(
	{ token_name: Type.String({ minLength: 1 }) },
	{ title: "RenamePartnerTokenRequest" },
);
export type RenamePartnerTokenRequest = Static<typeof RenamePartnerTokenRequest>;

/** An API client; the contract leaves its shape open, so these fields are ours, contract.md A.2. */
export const PartnerToken = Type.Object(
	{
		_id: Id,
		token_name: Type.String(),
		scopes: Type.Array(Type.String()),
		client_id: Type.String(),
		client_secret: Type.Optional(Type.String({ description: "Shown once, in the answer that creates it" })),
	},
	{ title: "PartnerToken" },
);
export type PartnerToken = Static<typeof PartnerToken>;
