import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { PartnerAddress } from "../partner/location.ts";
import { INTEGRATION_TYPES } from "../values/partner.ts";
import { IntegrationSummary } from "./org.ts";

/** One exchange with another system, newest first. */
export const CallRow = Type.Object(
	{
		_id: Id,
		at: Type.Integer(),
		direction: closedEnum(["in", "out"]),
		type: Type.String(),
		status: Type.Optional(Type.Integer({ description: "HTTP status; missing: no answer" })),
		ms: Type.Optional(Type.Number()),
		outcome: Type.String(),
		order_id: Type.Optional(Id),
	},
	{ title: "CallRow" },
);
export type CallRow = Static<typeof CallRow>;

/** The last conversation about a token, with every secret masked. */
export const OauthExchange = Type.Object(
	{
		at: Type.Integer(),
		grant_type: closedEnum(["authorization_code", "refresh_token", "manual"]),
		outcome: closedEnum(["ok", "refused", "failed"]),
		status: Type.Optional(Type.Integer()),
		redirect_uri: Type.Optional(Type.String({ description: "As the hub sent it, character by character" })),
		code_masked: Type.Optional(Type.String({ description: "First four characters, and how many there were" })),
		detail: Type.Optional(Type.String()),
	},
	{ title: "OauthExchange" },
);
export type OauthExchange = Static<typeof OauthExchange>;

/** One connection to a POS or DSP. */
export const IntegrationDetail = Type.Object(
	{
		integration: IntegrationSummary,
		org: Type.Object({ _id: Id, name: Type.String() }),
		auth: closedEnum(["oauth", "manual"]),
		base_url: Type.String(),
		return_url: Type.Optional(Type.String()),
		redirect_uri: Type.Optional(Type.String()),
		account_id: Type.Optional(Type.String()),
		last_call_out: Type.Optional(CallRow),
		last_call_in: Type.Optional(CallRow),
		calls: Type.Array(CallRow, { description: "The last 20" }),
		last_oauth: Type.Optional(OauthExchange),
	},
	{ title: "IntegrationDetail" },
);
export type IntegrationDetail = Static<typeof IntegrationDetail>;

/** A POS or DSP that can be connected here; `auth` tells whether the merchant signs in there or brings a code. */
export const ProviderOffer = Type.Object(
	{ slug: Id, name: Type.String(), type: closedEnum(INTEGRATION_TYPES), auth: closedEnum(["oauth", "manual"]) },
	{ title: "ProviderOffer" },
);
export type ProviderOffer = Static<typeof ProviderOffer>;

/** Every POS and DSP that can be connected, by name. */
export const ProviderOffers = Type.Object({ providers: Type.Array(ProviderOffer) }, { title: "ProviderOffers" });
export type ProviderOffers = Static<typeof ProviderOffers>;

/** Body of `POST …/integrations`: start connecting a POS or DSP. */
export const ConnectRequest = Type.Object(
	{ source: Id, type: closedEnum(INTEGRATION_TYPES), return_url: Type.Optional(Type.String({ maxLength: 2048 })) },
	{ title: "ConnectRequest" },
);

/** Answer: where to sign in, or none, and then the code is typed by hand. */
export const ConnectReply = Type.Object({ integration: IntegrationSummary }, { title: "ConnectReply" });

/** Body of `PUT …/integrations/{id}`: the code that the POS or DSP gave. */
export const ConnectCodeRequest = Type.Object(
	{ code: Type.String({ minLength: 1, maxLength: 8192 }) },
	{ title: "ConnectCodeRequest" },
);

/** What a POS or DSP offers right now, for the import dialog. */
export const OfferedLocations = Type.Object(
	{
		locations: Type.Array(
			Type.Object({
				provider_id: Id,
				name: Type.String(),
				address: PartnerAddress,
				is_imported: Type.Boolean(),
				location_id: Type.Optional(Type.String()),
			}),
		),
	},
	{ title: "OfferedLocations" },
);

/** Body of `POST …/import`. */
export const ImportRequest = Type.Object(
	{ provider_ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }) },
	{ title: "ImportRequest" },
);

/** Answer of `POST …/resync`. */
export const ResyncReply = Type.Object(
	{ queued: Type.Integer({ description: "Locations whose catalog is fetched anew" }) },
	{ title: "ResyncReply" },
);
