import { type Static, Type } from "typebox";
import { EpochMs, Id } from "../fields.ts";

/** The store closes. With `until_ms` it reopens by itself and no resume follows, contract.md C.3. */
export const LocationPause = Type.Object(
	{ type: Type.Literal("location.pause"), location_id: Id, until_ms: Type.Optional(EpochMs) },
	{ title: "LocationPause" },
);
export type LocationPause = Static<typeof LocationPause>;

/** Ends a pause that had no end, contract.md C.3. */
export const LocationResume = Type.Object(
	{ type: Type.Literal("location.resume"), location_id: Id },
	{ title: "LocationResume" },
);
export type LocationResume = Static<typeof LocationResume>;

/** A new menu file waits at `download_url`, contract.md C.3, C.6. */
export const LocationPublish = Type.Object(
	{
		type: Type.Literal("location.publish"),
		location_id: Id,
		download_url: Type.Optional(Type.String({ description: "Always sent by us" })),
	},
	{ title: "LocationPublish" },
);
export type LocationPublish = Static<typeof LocationPublish>;

/** Availability of one object, by its id in the menu file, contract.md C.3. */
export const ObjectUpdate = Type.Object({ stream_id: Id, is_active: Type.Boolean() }, { title: "ObjectUpdate" });
export type ObjectUpdate = Static<typeof ObjectUpdate>;

/**
 * Stock changes across all menus of a store, contract.md C.3. `items` are item families, `variations` are items. A DSP
 * that does not know an id answers 404 and gets a full publish.
 */
export const LocationUpdate = Type.Object(
	{
		type: Type.Literal("location.update"),
		location_id: Id,
		object_updates: Type.Object({
			items: Type.Array(ObjectUpdate),
			variations: Type.Array(ObjectUpdate),
			modifiers: Type.Array(ObjectUpdate),
		}),
	},
	{ title: "LocationUpdate" },
);
export type LocationUpdate = Static<typeof LocationUpdate>;
