import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** Body of `POST` and `DELETE` on the POS's connection path, opt-in, contract.md B.9 (recommended reading). */
export const PosConnectionRequest = Type.Object({ location_id: Id }, { title: "PosConnectionRequest" });
export type PosConnectionRequest = Static<typeof PosConnectionRequest>;
