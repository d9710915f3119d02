import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { RowError } from "./problem.ts";

/** Body of `POST /onboarding/locations/ingest`; the same call again re-syncs, contract.md A.4.5. */
export const IngestRequest = Type.Object(
	{ onboarding_id: Id, locations: Type.Array(Type.Object({ provider_id: Id }), { minItems: 1 }) },
	{ title: "IngestRequest" },
);
export type IngestRequest = Static<typeof IngestRequest>;

/** One imported location. The contract shows no answer; `_id`, `provider_id`, `status` as recommended in A.4.5. */
export const IngestedLocation = Type.Object(
	{
		_id: Id,
		provider_id: Id,
		status: Type.String(),
		name: Type.Optional(Type.String()),
		catalog_version: Type.Optional(Type.Integer()),
		catalog_objects: Type.Optional(Type.Integer()),
		warnings: Type.Optional(Type.Array(Type.String())),
		error: Type.Optional(RowError),
	},
	{ title: "IngestedLocation" },
);
export type IngestedLocation = Static<typeof IngestedLocation>;

/** Answer of `POST /onboarding/locations/ingest`, contract.md A.4.5, F-31. */
export const IngestReply = Type.Object({ locations: Type.Array(IngestedLocation) }, { title: "IngestReply" });
export type IngestReply = Static<typeof IngestReply>;
