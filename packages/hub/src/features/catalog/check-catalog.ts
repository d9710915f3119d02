import { hash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { addGenerated, type Generated, itemIdsOf, objectKey } from "./add-generated.ts";
import { type CatalogChecks, type Cleaned, cleanObject, isCurrency } from "./clean-object.ts";
import { type CatalogKind, type CatalogObjects, KINDS, noObjects, type ObjectOf } from "./kinds.ts";
import { overrideAt } from "./price.ts";
import { type CatalogReply, noCatalog, readCatalogReply } from "./read-reply.ts";
import { warnOfLinks } from "./warn-of-links.ts";
import { createWarnings, nameOf, type Warnings } from "./warnings.ts";

/** Objects worked on between two turns of the event loop: some ten milliseconds. */
export const BREATH = 2000;
const MAX_OBJECT_CHARACTERS = 262_144;
/** Kinds whose order in the reply means something; the others are ordered by the lists that name them. */
const ORDERED: ReadonlySet<CatalogKind> = new Set(["menu", "tax"]);

/** One object ready to be stored. */
export interface CheckedObject {
	kind: CatalogKind;
	provider_id: string;
	/** what an order line carries for it; `null` for what is never on a line (contract.md B.4.8) */
	sold_as: string | null;
	/** the one family that lists an item */
	family_id: string | null;
	/** the cleaned object as JSON, without `is_active` */
	body: string;
	/** of everything that is stored of it; its last character is the activity */
	hash: string;
	position: number;
	is_active: boolean;
	/** minor units at this location */
	price_amount: number | null;
	/** as the POS spells it */
	price_currency: string | null;
}

/** What a check says of a catalog as a whole; `count` is without what the hub generated. */
export interface CheckSummary {
	count: number;
	warnings: string[];
	root: { tax_rate?: number };
}

/** Which location a catalog is read for. */
export interface CatalogPlace {
	pos_location_id: string;
	/** one catalog for all of a merchant's locations (contract.md B.4, Global Catalog) */
	is_global: boolean;
}

/** A catalog that was read and checked object by object, before anything is compared with it. */
export interface ReadCatalog {
	objects: CatalogObjects;
	generated: Generated;
	warnings: Warnings;
	count: number;
	root: CheckSummary["root"];
}

/**
 * Read and check a catalog reply (contract.md B.4, F.1): duplicates keep the first, objects that cannot be used are left out, each
 * with a warning; what the POS may leave out is generated. Gives the event loop a turn every few thousand objects, and lets go
 * of what was read piece by piece: a large catalog is in memory once, and not in each of its forms. Throws
 * `provider_refused` for what is no catalog at all.
 */
export async function readCatalog(reply: Buffer, place: CatalogPlace, checks: CatalogChecks): Promise<ReadCatalog> {
	const raw = readCatalogReply(reply);
	const warnings = createWarnings();
	const objects = await cleanAll(raw, checks, warnings);
	if (!place.is_global) dropOverrides(objects, warnings);
	const count = KINDS.reduce((sum, kind) => sum + objects[kind].size, 0);
	const generated = addGenerated(objects, raw.tax_rate, warnings);
	warnOfLinks(objects, warnings);
	return {
		objects,
		generated,
		warnings,
		count,
		root: typeof raw.tax_rate === "number" ? { tax_rate: raw.tax_rate } : {},
	};
}

/**
 * Make the objects of a catalog ready to be stored: `take` gets each, also the generated ones, and keeps what it needs; `read`
 * keeps none. Gives the event loop its turns.
 */
export async function takeCatalog(
	{ objects, generated, warnings, count, root }: ReadCatalog,
	{ pos_location_id }: CatalogPlace,
	take: (object: CheckedObject) => void,
): Promise<CheckSummary> {
	const pause = createPause();
	const families = familiesOfItems(objects);
	for (const kind of KINDS) {
		let position = 0;
		for (const value of objects[kind].values()) {
			const place = { pos_location_id, position: position++, families, generated };
			const object = tryToChecked(kind, value, place);
			if ("refused" in object) warnings.add(`${nameOf(kind, value.provider_id)} ${object.refused}; left out`);
			else take(object);
			objects[kind].delete(value.provider_id);
			await pause();
		}
	}
	return { count, warnings: warnings.list(), root };
}

async function cleanAll(raw: CatalogReply, checks: CatalogChecks, warnings: Warnings): Promise<CatalogObjects> {
	const pause = createPause();
	const objects = noObjects();
	const currency = firstCurrency(raw);
	for (const kind of KINDS) {
		const entries = raw.objects[kind];
		for (const [index, entry] of entries.entries()) {
			const cleaned = tryClean(checks, kind, entry, currency);
			addCleaned(objects, kind, entry, index, cleaned, warnings);
			entries[index] = undefined;
			await pause();
		}
	}
	if (raw.objects.item_family.length > 0 && objects.item_family.size === 0) {
		throw noCatalog("none of its item families can be used");
	}
	return objects;
}

function addCleaned<Kind extends CatalogKind>(
	objects: CatalogObjects,
	kind: Kind,
	entry: unknown,
	index: number,
	cleaned: Cleaned<Kind>,
	warnings: Warnings,
): void {
	if ("refused" in cleaned) {
		const id = (entry as { provider_id?: unknown } | null)?.provider_id;
		warnings.add(`${typeof id === "string" ? nameOf(kind, id) : `${kind}[${index}]`}: ${cleaned.refused}; left out`);
		return;
	}
	const { provider_id } = cleaned.value;
	const known = objects[kind] as Map<string, ObjectOf[Kind]>;
	if (known.has(provider_id)) {
		warnings.add(`${nameOf(kind, provider_id)} was sent twice; the first one counts`);
		return;
	}
	for (const fault of cleaned.faults) warnings.add(`${nameOf(kind, provider_id)}: ${fault}`);
	known.set(provider_id, cleaned.value);
}

function tryClean<Kind extends CatalogKind>(
	checks: CatalogChecks,
	kind: Kind,
	entry: unknown,
	currency: string,
): Cleaned<Kind> {
	try {
		return cleanObject(checks, kind, entry, currency);
	} catch (error) {
		if (error instanceof RangeError) return { refused: "is nested too deeply" };
		throw error;
	}
}

/** What is said of single locations applies only in a Global Catalog (contract.md E.14). */
function dropOverrides(objects: CatalogObjects, warnings: Warnings): void {
	for (const kind of ["item_family", "item"] as const) {
		for (const object of objects[kind].values()) {
			if (object.location_overrides === undefined || object.location_overrides.length === 0) continue;
			warnings.add(
				`${nameOf(kind, object.provider_id)}: location_overrides apply only in a Global Catalog and were left out`,
			);
			delete object.location_overrides;
		}
	}
}

/** What the place of an object in its catalog says about it. */
interface Place {
	pos_location_id: string;
	position: number;
	families: ReadonlyMap<string, string | null>;
	generated: Generated;
}

function tryToChecked<Kind extends CatalogKind>(
	kind: Kind,
	value: ObjectOf[Kind],
	place: Place,
): CheckedObject | { refused: string } {
	try {
		const object = toChecked(kind, value, place);
		return object.body.length > MAX_OBJECT_CHARACTERS ? { refused: "is too large" } : object;
	} catch (error) {
		if (error instanceof RangeError) return { refused: "is nested too deeply" };
		throw error;
	}
}

function toChecked<Kind extends CatalogKind>(kind: Kind, value: ObjectOf[Kind], place: Place): CheckedObject {
	const object = value as { -readonly [Field in keyof AnyObject]: AnyObject[Field] };
	const override = overrideAt(object, place.pos_location_id);
	const is_active = override?.is_active ?? object.is_active ?? true;
	object.is_active = undefined;
	const body = repaired(JSON.stringify(object));
	const { provider_id } = object;
	const family_id = kind === "item" ? (place.families.get(provider_id) ?? null) : null;
	const isGeneratedItem = kind === "item" && place.generated.has(objectKey("item", provider_id));
	const price = override?.price_amount ?? object.price_amount;
	const sold_as = isGeneratedItem ? family_id : kind === "item" || kind === "modifier" ? provider_id : null;
	const order = ORDERED.has(kind) ? place.position : "";
	return {
		...{ kind, provider_id, sold_as, family_id, body },
		hash: hash("sha1", `${sold_as ?? ""}/${family_id ?? ""}/${order}/${body}`, "base64url") + activityMark(is_active),
		position: place.position,
		is_active,
		price_amount: price === undefined ? null : Math.floor(price + 0.5),
		price_currency: isCurrency(object.price_currency) ? object.price_currency : null,
	};
}

type AnyObject = Pick<
	ObjectOf["item_family"],
	"provider_id" | "is_active" | "price_amount" | "price_currency" | "location_overrides"
>;

/** The same JSON without NUL and halves of surrogate pairs in its texts: later readers, and DSPs, choke on them. */
function repaired(body: string): string {
	if (!/\\u(0000|d[89a-f])/.test(body)) return body;
	return JSON.stringify(
		JSON.parse(body, (_field, value) =>
			typeof value === "string" ? value.replaceAll("\u0000", "\ufffd").toWellFormed() : value,
		),
	);
}

/** How a hash ends: after 27 characters for the rest, so that a stock change rewrites only this one. */
export function activityMark(is_active: boolean): "1" | "0" {
	return is_active ? "1" : "0";
}

/** Each item with the family that lists it; `null` where several do, since then none alone decides about it. */
function familiesOfItems(objects: CatalogObjects): Map<string, string | null> {
	const families = new Map<string, string | null>();
	for (const family of objects.item_family.values()) {
		for (const id of itemIdsOf(family)) {
			const other = families.get(id);
			families.set(id, other === undefined || other === family.provider_id ? family.provider_id : null);
		}
	}
	return families;
}

/** The catalog's own currency, for objects that name none (contract.md E.2: default `usd`). */
function firstCurrency(raw: CatalogReply): string {
	for (const kind of ["item", "item_family", "modifier"] as const) {
		for (const entry of raw.objects[kind]) {
			const currency = (entry as { price_currency?: unknown } | null)?.price_currency;
			if (isCurrency(currency)) return currency;
		}
	}
	return "usd";
}

/** Every few thousand calls one turn of the event loop, so that a large catalog never holds up an order. */
export function createPause(): () => Promise<void> | undefined {
	let calls = 0;
	return () => (++calls % BREATH === 0 ? setImmediate() : undefined);
}
