import { type Static, Type } from "typebox";
import { BIND_VERDICTS, BindFact, BindReason } from "../console/bind.ts";
import { closedEnum, Id } from "../fields.ts";
import { PartnerAddress } from "./location.ts";
import { RowError } from "./problem.ts";

/** One pair to link: a POS location (its POS id, or our `_id`) and a DSP store, contract.md A.4.6, F-14. */
export const BindPair = Type.Object(
	{
		pos_location_id: Id,
		dsp_provider_id: Id,
		dsp_store_name: Type.Optional(Type.String({ maxLength: 255 })),
		reason: Type.Optional(
			Type.String({
				maxLength: 1000,
				description: "Ours: why it is linked although a hard fact differs; kept in the audit",
			}),
		),
		brand_name: Type.Optional(
			Type.String({ maxLength: 120, description: "Ours: the virtual brand that a second store of one location is" }),
		),
	},
	{ title: "BindPair" },
);
export type BindPair = Static<typeof BindPair>;

/** Body of `POST /onboarding/locations/bind`; `onboarding_id` is the **DSP** onboarding, contract.md A.4.6. */
export const BindRequest = Type.Object(
	{
		onboarding_id: Id,
		locations: Type.Array(BindPair, { minItems: 1 }),
		require_reasons: Type.Optional(
			Type.Boolean({ description: "Ours: refuse a pair that needs a reason or a brand_name and has none" }),
		),
		dry_run: Type.Optional(Type.Boolean({ description: "Ours: check the pairs and link nothing" })),
	},
	{ title: "BindRequest" },
);
export type BindRequest = Static<typeof BindRequest>;

/** One side of a pair as its own system names it, for a human to compare. */
export const BindSide = Type.Object(
	{ provider_id: Id, name: Type.String(), address: PartnerAddress },
	{ title: "BindSide" },
);
export type BindSide = Static<typeof BindSide>;

/** One linked pair. The contract shows no answer; these fields are ours, F-31. */
export const BoundLocation = Type.Object(
	{
		_id: Type.Optional(Id),
		pos_location_id: Id,
		dsp_provider_id: Id,
		dsp_store_name: Type.String(),
		status: Type.String(),
		pos: Type.Optional(BindSide),
		dsp: Type.Optional(BindSide),
		warnings: Type.Optional(Type.Array(Type.String())),
		verdict: Type.Optional(closedEnum(BIND_VERDICTS)),
		facts: Type.Optional(Type.Array(BindFact)),
		reasons: Type.Optional(Type.Array(BindReason)),
		needs: Type.Optional(
			Type.Array(closedEnum(["reason", "brand_name"]), {
				description: "What a person should type before it is linked",
			}),
		),
		error: Type.Optional(RowError),
	},
	{ title: "BoundLocation" },
);
export type BoundLocation = Static<typeof BoundLocation>;

/** Answer of `POST /onboarding/locations/bind`, contract.md A.4.6, F-31. */
export const BindReply = Type.Object(
	{ locations: Type.Array(BoundLocation), dry_run: Type.Optional(Type.Boolean()) },
	{ title: "BindReply" },
);
export type BindReply = Static<typeof BindReply>;
