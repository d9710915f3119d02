import type { TObject, TSchema } from "typebox";
import type { ConsolePermission } from "./console/roles.ts";
import type { Scope } from "./values/partner.ts";

/**
 * An endpoint of the contract as a value: from these lists the OpenAPI documents are made, and a hub, POS or DSP can be
 * checked against them.
 */
export type Endpoint = {
	operation: string;
	method: "GET" | "POST" | "PUT" | "DELETE";
	/** For a POS or DSP the default path under its base URL. */
	path: string;
	/** Who builds it. */
	server: "hub" | "pos" | "dsp" | "event_partner";
	/**
	 * `partner`: our bearer token; `bearer`: the merchant's OAuth token; `signature`, `event_signature`: HMAC header;
	 * `console`: the cookie of a signed-in browser.
	 */
	auth: "none" | "partner" | "bearer" | "signature" | "event_signature" | "console";
	scope?: Scope;
	/** What a signed-in person needs for it, at the console. */
	permission?: ConsolePermission;
	summary: string;
	/** Section of contract.md, or `ours` where it is no part of it. */
	section: string;
	params?: TObject;
	query?: TObject;
	headers?: TObject;
	request?: TSchema;
	/** Body by status; `undefined` where the body is empty or ignored. Errors of the hub are `Problem` besides. */
	replies: Readonly<Record<number, TSchema | undefined>>;
};
