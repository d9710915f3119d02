import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** Answer of `GET /onboarding/org/{id}/locations/{id}/catalog` (ours): what the last sync made of the POS's catalog, contract.md B.4, F.1. */
export const LocationCatalog = Type.Object(
	{
		_id: Id,
		catalog_version: Type.Integer({ description: "0 before the first sync; grows with every change" }),
		catalog_objects: Type.Integer({ description: "How many the POS sent and the hub took" }),
		warnings: Type.Array(Type.String({ description: "What was left out or put right, in the POS's own ids" })),
		synced_at: Type.Optional(Type.Integer({ description: "The last sync that worked, epoch ms" })),
		sync_error: Type.Optional(Type.String({ description: "Why the latest sync failed; the catalog before it stays" })),
	},
	{ title: "LocationCatalog" },
);
export type LocationCatalog = Static<typeof LocationCatalog>;
