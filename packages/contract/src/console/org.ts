import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { PartnerAddress } from "../partner/location.ts";
import { ONBOARDING_STATUSES } from "../values/partner.ts";
import { pageOf } from "./page.ts";

/** How a connection does, apart from its status (product.md 4.1); worst last. */
export const HEALTH = ["unknown", "ok", "degraded", "failing"] as const;
export const Health = closedEnum(HEALTH);
export type Health = Static<typeof Health>;

const At = Type.Integer({ description: "Epoch ms" });

/** Numbers of an organisation, as its row in the list shows them. */
export const OrgCounts = Type.Object(
	{
		locations: Type.Integer(),
		locations_active: Type.Integer({ description: "The POS is connected and the location takes orders" }),
		links_live: Type.Integer({ description: "APPROVED and told to the DSP" }),
		links_pending: Type.Integer({ description: "APPROVED here, the DSP has not heard yet" }),
		links_paused: Type.Integer(),
		stores_unlinked: Type.Integer({ description: "DSP stores without a location" }),
		open_problems: Type.Integer(),
	},
	{ title: "OrgCounts" },
);

/** An organisation in the list. */
export const OrgRow = Type.Object(
	{
		_id: Id,
		name: Type.String(),
		provider_id: Type.Optional(Type.String({ description: "The partner's own id" })),
		partner: Type.Object({ _id: Id, name: Type.String() }),
		pos: Type.Array(Type.Object({ source: Type.String(), name: Type.String() })),
		counts: OrgCounts,
		worst_health: Health,
		last_order_at: Type.Optional(At),
		created_at: At,
	},
	{ title: "OrgRow" },
);
export type OrgRow = Static<typeof OrgRow>;
export const OrgPage = pageOf("OrgPage", OrgRow);
export type OrgPage = Static<typeof OrgPage>;

/** An integration on the state of its organisation. */
export const IntegrationSummary = Type.Object(
	{
		_id: Id,
		source: Type.String(),
		name: Type.String(),
		type: closedEnum(["pos", "dsp"]),
		status: closedEnum(ONBOARDING_STATUSES),
		health: Health,
		health_reason: Type.Optional(Type.String()),
		since: At,
		token_expires_at: Type.Optional(At),
		entry_url: Type.Optional(Type.String({ description: "Where the merchant signs in, while waiting_for_oauth" })),
		last_sync_at: Type.Optional(At),
		stores: Type.Optional(Type.Integer({ description: "A DSP's stores as last listed" })),
		locations: Type.Optional(Type.Integer({ description: "Locations ingested from this POS" })),
	},
	{ title: "IntegrationSummary" },
);
export type IntegrationSummary = Static<typeof IntegrationSummary>;

/** The four steps of onboarding, in order (product.md 4.3). */
export const ONBOARDING_STEPS = ["organisation", "pos", "locations", "dsp"] as const;

/** Kinds of trouble that need a person, worst first. */
export const PROBLEM_KINDS = [
	"orders_refused",
	"integration_failing",
	"deliveries_dead",
	"sync_failed",
	"pos_disconnected",
	"menu_errors",
	"store_unlinked",
] as const;

/** Something that needs a person, with what to do about it. */
export const Attention = Type.Object(
	{
		kind: closedEnum(PROBLEM_KINDS),
		sentence: Type.String(),
		since: At,
		count: Type.Integer(),
		location_id: Type.Optional(Id),
		location_name: Type.Optional(Type.String()),
		source: Type.Optional(Type.String()),
		integration_id: Type.Optional(Id),
		link_id: Type.Optional(Id),
		timezone: Type.Optional(Type.String({ description: "Of the location, IANA name" })),
	},
	{ title: "Attention" },
);
export type Attention = Static<typeof Attention>;

/** The lasting home page of a merchant: everything but the rows of its locations, which are paged. */
export const OrgState = Type.Object(
	{
		_id: Id,
		name: Type.String(),
		provider_id: Type.Optional(Type.String()),
		partner: Type.Object({ _id: Id, name: Type.String() }),
		owner: Type.Optional(Type.Object({ email: Type.String(), full_name: Type.Optional(Type.String()) })),
		steps: Type.Array(
			Type.Object({ step: closedEnum(ONBOARDING_STEPS), is_done: Type.Boolean(), is_current: Type.Boolean() }),
		),
		counts: OrgCounts,
		integrations: Type.Array(IntegrationSummary),
		attention: Type.Array(Attention, { description: "Worst first, the first 50" }),
		last_order_at: Type.Optional(At),
		as_of: At,
	},
	{ title: "OrgState" },
);
export type OrgState = Static<typeof OrgState>;

/** One DSP at one location: the cell of the table. */
export const LinkCell = Type.Object(
	{
		_id: Id,
		source: Type.String(),
		name: Type.String({ description: "Of the DSP" }),
		status: Type.String({ description: "As the Partner API says it: APPROVED" }),
		state: closedEnum(
			["awaiting_dsp", "live", "paused", "refused", "pos_off"],
			"paused: by staff, or by the DSP itself; pos_off: the POS is disconnected",
		),
		health: Health,
		health_reason: Type.Optional(Type.String()),
		dsp_provider_id: Type.String(),
		dsp_store_name: Type.String(),
		paused_until: Type.Optional(
			Type.Integer({ description: "Epoch ms; missing with the state paused: without an end" }),
		),
		last_order_at: Type.Optional(At),
		since: At,
		arrival_confirmed: Type.Boolean({ description: "A person has ticked that an order came to the right store" }),
		brand: Type.Optional(Type.String({ description: "A virtual brand in this kitchen" })),
	},
	{ title: "LinkCell" },
);
export type LinkCell = Static<typeof LinkCell>;

/** A location with its DSPs. */
export const LocationStateRow = Type.Object(
	{
		_id: Id,
		name: Type.String(),
		source: Type.String(),
		provider_id: Type.String(),
		integration_id: Id,
		address: Type.Optional(PartnerAddress),
		timezone: Type.Optional(Type.String()),
		status: Type.String({ description: "active, inactive, or disconnected with its POS" }),
		paused_until: Type.Optional(At),
		health: Health,
		menu: Type.Object({
			catalog_version: Type.Integer({ description: "0: none yet" }),
			items: Type.Integer(),
			problems: Type.Integer(),
			synced_at: Type.Optional(At),
			sync_error: Type.Optional(Type.String()),
		}),
		last_order_at: Type.Optional(At),
		dsps: Type.Array(LinkCell),
	},
	{ title: "LocationStateRow" },
);
export type LocationStateRow = Static<typeof LocationStateRow>;
export const LocationStatePage = pageOf("LocationStatePage", LocationStateRow);
export type LocationStatePage = Static<typeof LocationStatePage>;

/** A DSP store that maps to nothing: its orders go to the unroutable tray. */
export const UnlinkedStore = Type.Object(
	{
		integration_id: Id,
		source: Type.String(),
		dsp_provider_id: Type.String(),
		name: Type.String(),
		address: Type.Optional(PartnerAddress),
		listed_at: At,
		refused_orders: Type.Integer({ description: "Orders of the last 7 days that found no location" }),
	},
	{ title: "UnlinkedStore" },
);
export const UnlinkedStorePage = pageOf("UnlinkedStorePage", UnlinkedStore);
export type UnlinkedStorePage = Static<typeof UnlinkedStorePage>;

/** Body of `POST /console/orgs`. */
export const NewOrgRequest = Type.Object(
	{
		partner_id: Id,
		name: Type.String({ minLength: 1, maxLength: 255 }),
		provider_id: Type.Optional(Id),
		email: Type.Optional(Type.String({ maxLength: 320 })),
		first_name: Type.Optional(Type.String({ maxLength: 255 })),
		last_name: Type.Optional(Type.String({ maxLength: 255 })),
	},
	{ title: "NewOrgRequest" },
);
