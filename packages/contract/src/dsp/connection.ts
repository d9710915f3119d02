import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** Body of `POST` and `DELETE` on the DSP's connection path; the DSP's own store id, contract.md C.2.4. */
export const ConnectionRequest = Type.Object({ location_id: Id }, { title: "ConnectionRequest" });
export type ConnectionRequest = Static<typeof ConnectionRequest>;

/** Answer of `GET` on the DSP's connection path, contract.md C.2.4. */
export const ConnectionReply = Type.Object(
	{ connected: Type.Boolean(), location_id: Id },
	{ title: "ConnectionReply" },
);
export type ConnectionReply = Static<typeof ConnectionReply>;
