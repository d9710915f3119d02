import { type Static, Type } from "typebox";

/** Body that exchanges an authorization code at the DSP: no `redirect_uri` here, contract.md C.2.2, F-4. */
export const DspCodeExchange = Type.Object(
	{
		grant_type: Type.Literal("authorization_code"),
		client_id: Type.String({ minLength: 1 }),
		client_secret: Type.String({ minLength: 1 }),
		code: Type.String({ minLength: 1 }),
	},
	{ title: "DspCodeExchange" },
);
export type DspCodeExchange = Static<typeof DspCodeExchange>;

/** Body that refreshes a token at the DSP, contract.md C.2.2. */
export const DspRefresh = Type.Object(
	{
		grant_type: Type.Literal("refresh_token"),
		client_id: Type.String({ minLength: 1 }),
		client_secret: Type.String({ minLength: 1 }),
		refresh_token: Type.String({ minLength: 1 }),
	},
	{ title: "DspRefresh" },
);
export type DspRefresh = Static<typeof DspRefresh>;

/** Body of the DSP's token endpoint, told apart by `grant_type`, contract.md C.2.2. */
export const DspTokenRequest = Type.Union([DspCodeExchange, DspRefresh], {
	title: "DspTokenRequest",
	discriminator: { propertyName: "grant_type" },
});
export type DspTokenRequest = Static<typeof DspTokenRequest>;

/** Answer of the DSP's token endpoint, contract.md C.2.2; read `expire_time` with `expireTimeToMs`. */
export const DspTokenReply = Type.Object(
	{
		access_token: Type.String({ minLength: 1 }),
		refresh_token: Type.String({ minLength: 1 }),
		expire_time: Type.Number({ description: "Epoch milliseconds" }),
		refresh_token_expire_time: Type.Optional(Type.Number({ description: "Epoch milliseconds" })),
		id: Type.Optional(Type.String({ description: "Account id; one token set per login" })),
	},
	{ title: "DspTokenReply" },
);
export type DspTokenReply = Static<typeof DspTokenReply>;
