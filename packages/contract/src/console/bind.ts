import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { PartnerAddress } from "../partner/location.ts";
import { RowError } from "../partner/problem.ts";

/** What is compared between a DSP store and a POS location (product.md 4.5, rule 2), as @ticketrail/store-matcher names it. */
export const BIND_FACTS = [
	"house_number",
	"postal_code",
	"phone",
	"country",
	"timezone",
	"name",
	"street",
	"hours",
] as const;

/** One fact of a pair. A hard one that differs demands a typed reason. Texts as each side writes them, empty where missing. */
export const BindFact = Type.Object(
	{
		fact: closedEnum(BIND_FACTS),
		kind: closedEnum(["hard", "soft"]),
		verdict: closedEnum(["agree", "differ", "missing"]),
		pos: Type.String(),
		dsp: Type.String(),
	},
	{ title: "BindFact" },
);
export type BindFact = Static<typeof BindFact>;

/** What a pair has against it, or lacks. */
export const BindReason = Type.Object(
	{ code: Type.String({ description: "A stable word" }), text: Type.String() },
	{ title: "BindReason" },
);
export type BindReason = Static<typeof BindReason>;

/** What a pair comes to; the words of @ticketrail/store-matcher. */
export const BIND_VERDICTS = ["suggested", "undecided", "differs", "brand_needed", "blocked"] as const;

/** One side of a pair as its own system names it. */
const side = {
	name: Type.String(),
	address: Type.Optional(PartnerAddress),
	phone: Type.Optional(Type.String()),
	timezone: Type.Optional(Type.String()),
	hours: Type.Optional(Type.String({ description: "A line for people" })),
};
export const BindStore = Type.Object({ dsp_provider_id: Id, ...side }, { title: "BindStore" });
export type BindStore = Static<typeof BindStore>;
export const BindLocation = Type.Object(
	{
		...{ location_id: Id, provider_id: Id, source: Id },
		source_name: Type.String({ description: "The POS's registered name" }),
		is_connected: Type.Boolean(),
		...side,
	},
	{ title: "BindLocation" },
);
export type BindLocation = Static<typeof BindLocation>;

const factNames = Type.Array(closedEnum(BIND_FACTS));

/**
 * A location that a store may be, with why. The order of candidates is a suggestion, never an answer. What is compared stands in
 * the two records, which a proposal holds once each: a pair only says what came of it.
 */
export const BindCandidate = Type.Object(
	{
		location_id: Type.String({ description: "One of the proposal's locations" }),
		verdict: closedEnum(
			BIND_VERDICTS,
			"suggested: may be accepted with others, after a look; undecided: too little speaks for it; differs: a hard fact differs; brand_needed: the location has a store of this DSP; blocked: the store is linked elsewhere",
		),
		agree: factNames,
		differ: Type.Array(closedEnum(BIND_FACTS), {
			description: "Facts that are in neither list are missing on one side at least",
		}),
		house_numbers: Type.Object(
			{ pos: Type.String(), dsp: Type.String() },
			{ description: "As they were read out of the addresses; empty where there is none" },
		),
		reasons: Type.Array(BindReason),
		needs: Type.Array(closedEnum(["reason", "brand_name"]), { description: "What must be typed before it is linked" }),
	},
	{ title: "BindCandidate" },
);
export type BindCandidate = Static<typeof BindCandidate>;

/** What a person says of a store. Nothing is decided until one does (rule 1). */
export const BindDecision = Type.Object(
	{
		dsp_provider_id: Id,
		decision: closedEnum(["same", "not_this", "skip"]),
		location_id: Type.Optional(Type.String({ maxLength: 255, description: "With same and not_this" })),
		dsp_store_name: Type.Optional(Type.String({ maxLength: 255 })),
		reason: Type.Optional(Type.String({ maxLength: 1000, description: "Needed where a hard fact differs" })),
		brand_name: Type.Optional(
			Type.String({ maxLength: 120, description: "A second store of the same DSP in this kitchen: its brand" }),
		),
	},
	{ title: "BindDecision" },
);
export type BindDecision = Static<typeof BindDecision>;

/** A DSP store to be decided on. */
export const BindRow = Type.Object(
	{
		store: BindStore,
		taken_elsewhere: Type.Boolean({ description: "Linked in another organisation, which is not named" }),
		candidates: Type.Array(BindCandidate, {
			description:
				"The best ten, best first; nothing is chosen by being first. Of long lists only the one to look at first",
		}),
		others: Type.Optional(
			Type.Array(Type.Integer({ minimum: 0 }), {
				description:
					"The other candidates of long lists, by their places in the proposal's locations; a review tells their facts",
			}),
		),
		proposal: Type.Optional(Type.String({ description: "location_id to look at first; no answer" })),
	},
	{ title: "BindRow" },
);
export type BindRow = Static<typeof BindRow>;

/** The link in force of one of the stores. */
export const BindLink = Type.Object(
	{
		...{ dsp_provider_id: Id, link_id: Id, location_id: Id },
		last_order_at: Type.Optional(Type.Integer()),
		orders_in_flight: Type.Integer({ description: "These finish on the old link (rule 9)" }),
	},
	{ title: "BindLink" },
);
export type BindLink = Static<typeof BindLink>;

/** Answer of `GET …/bind`. Its ETag is the version that a review and a confirmation carry in If-Match. */
export const BindProposal = Type.Object(
	{
		version: Type.String(),
		integration_id: Id,
		source: Id,
		name: Type.String(),
		org_name: Type.String(),
		is_listed: Type.Boolean({ description: "false: the DSP gives no list; store ids are typed by hand" }),
		listed_at: Type.Optional(Type.Integer()),
		list_error: Type.Optional(RowError),
		draft: Type.Optional(
			Type.Object({
				...{ saved_at: Type.Integer(), saved_by: Type.String(), version: Type.Integer() },
				decisions: Type.Array(BindDecision),
			}),
		),
		links: Type.Array(BindLink),
		rows: Type.Array(BindRow, { description: "Undecided first, then suggested ones, then what is linked" }),
		locations: Type.Array(BindLocation, { description: "To choose from; each stands here and nowhere else" }),
	},
	{ title: "BindProposal" },
);
export type BindProposal = Static<typeof BindProposal>;

/** Body of review, confirm and draft. */
export const BindDecisions = Type.Object(
	{ decisions: Type.Array(BindDecision, { maxItems: 2000 }) },
	{ title: "BindDecisions" },
);
export type BindDecisions = Static<typeof BindDecisions>;

/** One pair as it will be saved. */
export const BindReviewRow = Type.Object(
	{
		dsp_provider_id: Id,
		location_id: Id,
		store: BindStore,
		location: BindLocation,
		outcome: closedEnum(["would_link", "would_move", "unchanged", "refused", "needs_reason", "needs_brand_name"]),
		facts: Type.Array(BindFact),
		error: Type.Optional(RowError),
		moves_from: Type.Optional(Type.Object({ link_id: Id, location_name: Type.String() })),
	},
	{ title: "BindReviewRow" },
);
export type BindReviewRow = Static<typeof BindReviewRow>;

/** Answer of `POST …/bind/review`. Nothing has been saved. */
export const BindReview = Type.Object(
	{
		version: Type.String({ description: "Confirm with it in If-Match" }),
		org_name: Type.String(),
		rows: Type.Array(BindReviewRow),
		left_unlinked: Type.Array(
			Type.Object({ dsp_provider_id: Id, name: Type.String(), why: closedEnum(["undecided", "not_this", "skip"]) }),
		),
		links: Type.Integer({ description: "How many would be linked or moved" }),
		is_ready: Type.Boolean({ description: "Nothing is refused and no reason or brand is missing" }),
	},
	{ title: "BindReview" },
);
export type BindReview = Static<typeof BindReview>;

/** Answer of `POST …/bind/confirm`: what became of each row. */
export const BindResult = Type.Object(
	{
		bind_id: Id,
		linked: Type.Integer(),
		refused: Type.Integer(),
		rows: Type.Array(
			Type.Object({
				dsp_provider_id: Id,
				location_id: Id,
				location_name: Type.String(),
				status: closedEnum(["linked", "moved", "unchanged", "refused"]),
				link_id: Type.Optional(Id),
				dsp_status: Type.Optional(Type.String()),
				error: Type.Optional(RowError),
			}),
		),
		undo_until: Type.Optional(Type.Integer({ description: "Epoch ms; missing: there is nothing to undo" })),
	},
	{ title: "BindResult" },
);
export type BindResult = Static<typeof BindResult>;

/** Answer of `POST …/bind/{bind_id}/undo`. */
export const BindUndone = Type.Object(
	{
		bind_id: Id,
		rows: Type.Array(
			Type.Object({
				link_id: Id,
				dsp_provider_id: Id,
				status: closedEnum(["undone", "kept"]),
				reason: Type.Optional(Type.String({ description: "Why it was kept: an order has flowed" })),
			}),
		),
	},
	{ title: "BindUndone" },
);
export type BindUndone = Static<typeof BindUndone>;

/** Answer of `PUT …/bind/draft`. */
export const BindDraftSaved = Type.Object(
	{ saved_at: Type.Integer(), saved_by: Type.String(), version: Type.Integer() },
	{ title: "BindDraftSaved" },
);
export type BindDraftSaved = Static<typeof BindDraftSaved>;
