import { type Static, Type } from "typebox";

/** Body that exchanges an authorization code at the POS, contract.md B.2, with the `redirect_uri` of authorize. */
export const PosCodeExchange = Type.Object(
	{
		grant_type: Type.Literal("authorization_code"),
		client_id: Type.String({ minLength: 1 }),
		client_secret: Type.String({ minLength: 1 }),
		code: Type.String({ minLength: 1 }),
		redirect_uri: Type.String({ minLength: 1 }),
	},
	{ title: "PosCodeExchange" },
);
export type PosCodeExchange = Static<typeof PosCodeExchange>;

/** Body that refreshes a token at the POS: no `redirect_uri`, contract.md B.2, F-3. */
export const PosRefresh = Type.Object(
	{
		grant_type: Type.Literal("refresh_token"),
		client_id: Type.String({ minLength: 1 }),
		client_secret: Type.String({ minLength: 1 }),
		refresh_token: Type.String({ minLength: 1 }),
	},
	{ title: "PosRefresh" },
);
export type PosRefresh = Static<typeof PosRefresh>;

/** Body of the POS's token endpoint, told apart by `grant_type`, contract.md B.2. */
export const PosTokenRequest = Type.Union([PosCodeExchange, PosRefresh], {
	title: "PosTokenRequest",
	discriminator: { propertyName: "grant_type" },
});
export type PosTokenRequest = Static<typeof PosTokenRequest>;

/** Who signed in at the POS, for POS sign-in, contract.md B.2, B.10. */
export const SsoDetails = Type.Object(
	{
		email: Type.Optional(Type.String()),
		full_name: Type.Optional(Type.String()),
		phone_number: Type.Optional(Type.String()),
	},
	{ title: "SsoDetails" },
);
export type SsoDetails = Static<typeof SsoDetails>;

/**
 * Answer of the POS's token endpoint (any 2xx), contract.md B.2. `expire_time` is epoch milliseconds by contract; read
 * it with `expireTimeToMs`, since real systems also send seconds or a lifetime.
 */
export const PosTokenReply = Type.Object(
	{
		access_token: Type.String({ minLength: 1 }),
		refresh_token: Type.String({ minLength: 1 }),
		expire_time: Type.Number({ description: "Epoch milliseconds" }),
		refresh_token_expire_time: Type.Optional(Type.Number({ description: "Epoch milliseconds" })),
		id: Type.Optional(Type.String({ description: "Account id; required for Global Catalog" })),
		email: Type.Optional(Type.String()),
		sso_details: Type.Optional(SsoDetails),
	},
	{ title: "PosTokenReply" },
);
export type PosTokenReply = Static<typeof PosTokenReply>;
