import { HubError } from "../../base/error.ts";
import { type CatalogKind, KINDS } from "./kinds.ts";

/** More objects than any restaurant has; a reply with more is refused whole. */
const MAX_OBJECTS = 250_000;

/** The POS's reply taken apart, nothing inside its objects looked at yet. */
export interface CatalogReply {
	objects: Record<CatalogKind, unknown[]>;
	/** one rate for everything, the older style (contract.md F-17) */
	tax_rate: unknown;
}

/**
 * Read a reply of the catalog endpoint (contract.md B.4). Only `item_family` must be there; a missing or `null` array is an
 * empty one. Throws `provider_refused` for what is no catalog at all, so that it never replaces the live one.
 */
export function readCatalogReply(reply: Buffer): CatalogReply {
	const root = parse(reply);
	if (typeof root !== "object" || root === null || Array.isArray(root)) throw noCatalog("it is not a JSON object");
	const fields = root as Record<string, unknown>;
	if (!Array.isArray(fields.item_family)) throw noCatalog("item_family is not an array");
	const objects = {} as Record<CatalogKind, unknown[]>;
	let count = 0;
	for (const kind of KINDS) {
		const list = fields[kind] ?? [];
		// taken as empty, it would retire every object of its kind
		if (!Array.isArray(list)) throw noCatalog(`${kind} is not an array`);
		objects[kind] = list;
		count += list.length;
	}
	if (count > MAX_OBJECTS) throw noCatalog(`it has ${count} objects, and ${MAX_OBJECTS} are the most that are taken`);
	return { objects, tax_rate: fields.tax_rate };
}

function parse(reply: Buffer): unknown {
	try {
		// bytes that are not UTF-8 become U+FFFD: one wrong letter in a name must not cost the menu
		const text = reply.toString("utf8");
		return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
	} catch {
		throw noCatalog("it is not valid JSON");
	}
}

/** The failure of a sync whose reply cannot be used; `what` completes "The POS sent no catalog: …". */
export function noCatalog(what: string): HubError {
	return new HubError("provider_refused", { detail: `The POS sent no usable catalog: ${what}.` });
}
