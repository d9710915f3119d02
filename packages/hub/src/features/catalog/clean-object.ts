import { type Checked, compileJson, type JsonSchema } from "@ticketrail/contract/check";
import { type CatalogKind, KINDS, type ObjectOf } from "./kinds.ts";

/** The schema of each kind of object, as JSON. */
export type CatalogSchemas = Readonly<Record<CatalogKind, JsonSchema>>;
/** A check for each kind; made once, since the first object of a kind costs as much as thousands. */
export type CatalogChecks = Readonly<Record<CatalogKind, (raw: unknown) => Checked<unknown>>>;

/** The checks that schemas describe. */
export function checksOf(schemas: CatalogSchemas): CatalogChecks {
	const checks = KINDS.map((kind) => [kind, compileJson(schemas[kind])]);
	return Object.fromEntries(checks) as CatalogChecks;
}

/** Without these an object is not taken; every other field can be left out. */
const NEEDED: Record<CatalogKind, readonly string[]> = {
	category: ["provider_id", "name"],
	item_family: ["provider_id", "name"],
	item: ["provider_id", "name", "price_amount"],
	modifier_group: ["provider_id", "name"],
	modifier: ["provider_id", "name", "price_amount"],
	menu: ["provider_id", "name"],
	tax: ["provider_id", "name", "rate"],
};

/** Lists that the contract requires, and that are as good as empty when missing. */
const LISTS = new Map<CatalogKind, string>([
	["category", "item_family_ids"],
	["modifier_group", "modifier_ids"],
	["menu", "category_ids"],
]);

/** Faults of one object that are put right one by one; an object with more is not worth keeping. */
const MAX_FAULTS = 50;

/** One object after the check: what is left of it and what was put right, or why it is not taken. */
export type Cleaned<Kind extends CatalogKind> =
	| { value: ObjectOf[Kind]; faults: readonly string[] }
	| { refused: string };

/**
 * Check one object of the POS against its schema (contract.md B.4.1 to B.4.7, F.1). A field of the wrong form is left out,
 * an entry of the wrong form is taken out of its list, and only an object that lacks what it is known, named or sold by is
 * refused. A price with a fraction is rounded half up (F.1.4); a missing price of a modifier is zero, because a group that
 * must be chosen from needs its modifiers. `currency` stands in for a missing `price_currency`.
 */
export function cleanObject<Kind extends CatalogKind>(
	checks: CatalogChecks,
	kind: Kind,
	raw: unknown,
	currency: string,
): Cleaned<Kind> {
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { refused: "is not an object" };
	const faults: string[] = [];
	let value = withDefaults(kind, raw as Record<string, unknown>, currency, faults);
	for (let round = 0; round <= MAX_FAULTS; round++) {
		const checked = checks[kind](value);
		if (checked.ok) {
			const clean = checked.value as ObjectOf[Kind];
			if (!isStorable(clean.provider_id)) return { refused: "provider_id has control or broken characters" };
			roundPrice(clean as { price_amount?: number }, faults);
			return { value: clean, faults };
		}
		const problem = checked.problems[0] ?? { path: "", message: "has the wrong form" };
		const pruned = prune(kind, value, problem.path);
		const said = `${problem.path.slice(1).replaceAll("/", ".")} ${problem.message}`.trim();
		if (pruned === undefined) return { refused: said };
		faults.push(said);
		value = pruned;
	}
	return { refused: "has too many faults" };
}

function withDefaults(
	kind: CatalogKind,
	raw: Record<string, unknown>,
	currency: string,
	faults: string[],
): Record<string, unknown> {
	const list = LISTS.get(kind);
	if (list !== undefined && (raw[list] === undefined || raw[list] === null)) return { ...raw, [list]: [] };
	if (kind !== "item" && kind !== "modifier") return raw;
	let value = raw;
	if (!isCurrency(raw.price_currency)) value = { ...value, price_currency: currency };
	if (kind === "modifier" && (raw.price_amount === undefined || raw.price_amount === null)) {
		faults.push("price_amount is missing, taken as 0");
		value = { ...value, price_amount: 0 };
	}
	return value;
}

/** The value without the part at `path` (a JSON pointer): the innermost list entry, else the whole field. */
function prune(kind: CatalogKind, value: Record<string, unknown>, path: string): Record<string, unknown> | undefined {
	const steps = path
		.split("/")
		.slice(1)
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
	const field = steps[0];
	if (field === undefined || NEEDED[kind].includes(field)) return undefined;
	const copy = structuredClone(value);
	let at: unknown = copy;
	let entry: { list: unknown[]; index: number } | undefined;
	for (const step of steps) {
		if (Array.isArray(at)) entry = { list: at, index: Number(step) };
		at = (at as Record<string, unknown> | undefined)?.[step];
	}
	if (entry !== undefined) entry.list.splice(entry.index, 1);
	else if (LISTS.get(kind) === field) copy[field] = [];
	else delete copy[field];
	return copy;
}

function roundPrice(object: { price_amount?: number }, faults: string[]): void {
	if (object.price_amount === undefined || Number.isInteger(object.price_amount)) return;
	object.price_amount = Math.floor(object.price_amount + 0.5);
	faults.push("price_amount is not a whole number, rounded half up");
}

/** Whether a text is a three-letter currency code in either case (contract.md E.2). */
export function isCurrency(value: unknown): value is string {
	return typeof value === "string" && /^[A-Za-z]{3}$/.test(value);
}

/** Whether PostgreSQL and every later reader can hold an id exactly as it is. */
function isStorable(provider_id: string): boolean {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	return provider_id.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(provider_id);
}
