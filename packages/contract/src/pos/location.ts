import { type Static, Type } from "typebox";
import { Id, openEnum, PrepTimeMinutes } from "../fields.ts";
import { CONNECTION_STATUSES } from "../values/location.ts";

/** An address as POS and DSP spell it (`city`, `state`), contract.md B.3, C.2.3. `country` is free text in practice. */
export const Address = Type.Object(
	{
		address_line_1: Type.String(),
		address_line_2: Type.Optional(Type.String()),
		city: Type.String(),
		state: Type.String(),
		postal_code: Type.String(),
		country: Type.String(),
	},
	{ title: "Address" },
);
export type Address = Static<typeof Address>;

/** A location of the POS, contract.md B.3. */
export const PosLocation = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		address: Address,
		timezone: Type.Optional(Type.String({ description: "IANA time zone" })),
		prep_time_minutes: Type.Optional(PrepTimeMinutes),
		connection_status: Type.Optional(openEnum(CONNECTION_STATUSES)),
	},
	{ title: "PosLocation" },
);
export type PosLocation = Static<typeof PosLocation>;

/** Answer of the POS's locations endpoint: all of them, no paging, contract.md B.3. */
export const PosLocationsReply = Type.Object({ locations: Type.Array(PosLocation) }, { title: "PosLocationsReply" });
export type PosLocationsReply = Static<typeof PosLocationsReply>;
