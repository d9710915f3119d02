import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { Address } from "../pos/location.ts";

/** A store as its DSP lists it, contract.md C.2.3. */
export const DspLocation = Type.Object(
	{ provider_id: Id, name: Type.String(), address: Address },
	{ title: "DspLocation" },
);
export type DspLocation = Static<typeof DspLocation>;

/** Answer of the DSP's locations endpoint: all of them, no paging, contract.md C.2.3. */
export const DspLocationsReply = Type.Object({ locations: Type.Array(DspLocation) }, { title: "DspLocationsReply" });
export type DspLocationsReply = Static<typeof DspLocationsReply>;
