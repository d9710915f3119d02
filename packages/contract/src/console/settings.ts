import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { SCOPES } from "../values/partner.ts";
import { Role } from "./roles.ts";
import { Theme } from "./session.ts";

const Scope = closedEnum(SCOPES);

/** A partner's API client; its secret is never shown again. */
export const ApiKey = Type.Object(
	{
		client_id: Id,
		partner_id: Id,
		name: Type.String(),
		scopes: Type.Array(Scope),
		created_at: Type.Integer(),
		revoked_at: Type.Optional(Type.Integer()),
		org_id: Type.Optional(Id),
	},
	{ title: "ApiKey" },
);
export type ApiKey = Static<typeof ApiKey>;

/** A partner with its keys and its look. */
export const PartnerSettings = Type.Object(
	{
		_id: Id,
		name: Type.String(),
		created_at: Type.Integer(),
		return_url_origins: Type.Array(Type.String()),
		orgs: Type.Integer(),
		keys: Type.Array(ApiKey),
		theme: Theme,
	},
	{ title: "PartnerSettings" },
);
export type PartnerSettings = Static<typeof PartnerSettings>;

/** A secret that may sign, known by its end only. */
export const SecretHint = Type.Object(
	{ position: Type.Integer({ description: "0 is the newest" }), ends_with: Type.String() },
	{ title: "SecretHint" },
);

/** A POS or DSP system as it is registered. */
export const ProviderSettingsRow = Type.Object(
	{
		_id: Id,
		slug: Id,
		name: Type.String(),
		type: closedEnum(["pos", "dsp"]),
		base_url: Type.String(),
		auth: closedEnum(["oauth", "manual"]),
		client_id: Type.String(),
		paths: Type.Record(Type.String(), Type.String()),
		settings: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
		webhook_url: Type.String(),
		redirect_uri: Type.String(),
		webhook_secrets: Type.Array(SecretHint),
		integrations: Type.Integer(),
	},
	{ title: "ProviderSettingsRow" },
);
export type ProviderSettingsRow = Static<typeof ProviderSettingsRow>;

/** Somebody of the installation's own staff. */
export const OperatorRow = Type.Object(
	{
		_id: Id,
		email: Type.String(),
		role: Role,
		created_at: Type.Integer(),
		last_seen_at: Type.Optional(Type.Integer()),
		has_password: Type.Boolean(),
	},
	{ title: "OperatorRow" },
);

/** Answer of `GET /console/settings`. */
export const Settings = Type.Object(
	{
		partners: Type.Array(PartnerSettings),
		providers: Type.Array(ProviderSettingsRow),
		operators: Type.Array(OperatorRow),
		event_partners: Type.Array(
			Type.Object({ slug: Id, url: Type.String(), events: Type.Array(Type.String()), webhook_url: Type.String() }),
		),
	},
	{ title: "Settings" },
);
export type Settings = Static<typeof Settings>;

/** Body of `POST /console/settings/partners`. */
export const NewPartnerRequest = Type.Object(
	{
		name: Type.String({ minLength: 1, maxLength: 255 }),
		scopes: Type.Array(Scope, { minItems: 1 }),
		return_url_origins: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 })),
	},
	{ title: "NewPartnerRequest" },
);

/** Body of `POST /console/settings/partners/{partner_id}/keys`. */
export const NewKeyRequest = Type.Object(
	{ name: Type.String({ minLength: 1, maxLength: 255 }), scopes: Type.Array(Scope, { minItems: 1 }) },
	{ title: "NewKeyRequest" },
);

/** The only time that a new key's secret is shown. */
export const NewKeyReply = Type.Object(
	{ partner_id: Id, client_id: Id, client_secret: Type.String() },
	{ title: "NewKeyReply" },
);

/** Body of `POST /console/settings/providers`: as `ticketrail provider add`. */
export const NewProviderRequest = Type.Object(
	{
		type: closedEnum(["pos", "dsp"]),
		slug: Id,
		name: Type.String({ minLength: 1, maxLength: 255 }),
		base_url: Type.String({ minLength: 1, maxLength: 2048 }),
		auth: closedEnum(["oauth", "manual"]),
		client_id: Type.String({ minLength: 1, maxLength: 255 }),
		client_secret: Type.String({ minLength: 1, maxLength: 1024 }),
		webhook_secret: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: "Made up where missing" })),
		paths: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 20 })),
		settings: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 20 })),
	},
	{ title: "NewProviderRequest" },
);

/** Answer: what the vendor has to be told. The secret is shown this once, if the hub made it. */
export const NewProviderReply = Type.Object(
	{
		provider_id: Id,
		slug: Id,
		webhook_url: Type.String(),
		redirect_uri: Type.String(),
		webhook_secret: Type.Optional(Type.String()),
	},
	{ title: "NewProviderReply" },
);

/** Body of `POST …/webhook-secrets`: the next secret, or none to let the hub make one. */
export const RotateSecretRequest = Type.Object(
	{ secret: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })) },
	{ title: "RotateSecretRequest" },
);

/** Answer of a rotation: both secrets sign until the old one is ended. */
export const RotateSecretReply = Type.Object(
	{
		webhook_secrets: Type.Array(SecretHint),
		secret: Type.Optional(Type.String({ description: "The new one, if the hub made it; shown this once" })),
	},
	{ title: "RotateSecretReply" },
);

/** Body of `POST /console/settings/operators`. */
export const NewOperatorRequest = Type.Object(
	{ email: Type.String({ minLength: 3, maxLength: 320 }) },
	{ title: "NewOperatorRequest" },
);

/** Answer: the link that this person signs in with, once, within a day. */
export const NewOperatorReply = Type.Object(
	{ operator: OperatorRow, sign_in_url: Type.String(), expires_at: Type.Integer() },
	{ title: "NewOperatorReply" },
);
