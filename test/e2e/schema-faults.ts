/** As much of a JSON schema as the hub's documents use. */
export interface Schema {
	$ref?: string;
	type?: string;
	const?: unknown;
	enum?: unknown[];
	anyOf?: Schema[];
	allOf?: Schema[];
	oneOf?: Schema[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	examples?: unknown[];
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
	minimum?: number;
	pattern?: string;
}

/** A document with one fault. `param`: where it is, as a problem names it; `is_wrong`: by the schema it cannot be taken. */
export interface Fault {
	what: string;
	param: string;
	raw: string;
	is_wrong: boolean;
}

/** Resolve what a schema refers to. */
export type Resolve = (schema: Schema) => Schema;

export function resolverOf(components: Record<string, Schema>): Resolve {
	return (schema) => {
		const name = schema.$ref?.replace(/^#\/components\/schemas\//, "");
		if (name === undefined) return schema;
		const found = components[name];
		if (found === undefined) throw new Error(`the document has no ${schema.$ref}`);
		return found;
	};
}

/** Levels of a document of ours; schemas may go on without end. */
const DEEPEST = 6;

/** A document that fits the schema: `known` has values for fields, by name, that must mean something. */
export function fitting(
	schema: Schema,
	resolve: Resolve,
	known: Record<string, unknown>,
	name = "",
	depth = 0,
): unknown {
	const at = resolve(schema);
	if (Object.hasOwn(known, name)) return known[name];
	if (at.const !== undefined) return at.const;
	if (at.enum !== undefined) return at.enum[0];
	const [choice] = at.anyOf ?? at.oneOf ?? [];
	if (choice !== undefined) return fitting(choice, resolve, known, name, depth);
	if (at.allOf !== undefined)
		return Object.assign({}, ...at.allOf.map((part) => fitting(part, resolve, known, name, depth) as object));
	if (at.properties !== undefined)
		return Object.fromEntries(
			Object.entries(at.properties).map(([key, part]) => [key, fitting(part, resolve, known, key, depth + 1)]),
		);
	if (at.type === "array")
		return at.items === undefined || depth > DEEPEST ? [] : [fitting(at.items, resolve, known, name, depth + 1)];
	if (at.type === "string") return "x".repeat(Math.max(1, at.minLength ?? 0));
	if (at.type === "number" || at.type === "integer") return Math.max(1, at.minimum ?? 0);
	return at.type === "boolean" ? true : {};
}

const OTHER_KINDS: Readonly<Record<string, readonly unknown[]>> = {
	string: [7, true, {}, ["x"]],
	number: ["1", {}, true],
	integer: ["1", {}, true],
	boolean: ["yes", 2, {}],
	array: ["x", 7, {}],
	object: [7, "x", []],
};

/** Every document that is wrong in one place, for each place of the schema, and those that are merely hostile there. */
export function faultsIn(schema: Schema, resolve: Resolve, good: unknown): Fault[] {
	const faults: Fault[] = [];
	const whole = JSON.stringify(good);
	visit(schema, [], false);
	for (const key of Object.keys(good as object)) {
		const twice = `${whole.slice(0, -1)},${JSON.stringify(key)}:null}`;
		faults.push({ what: "twice", param: `/${key}`, raw: twice, is_wrong: true });
	}
	return faults;

	function visit(part: Schema, at: readonly (string | number)[], is_required: boolean): void {
		const here = resolve(part);
		const closed = here.const !== undefined || here.enum !== undefined;
		// of alternatives only what they have in common could be said
		const is_certain = here.anyOf === undefined && here.oneOf === undefined && here.allOf === undefined;
		const kind = here.type ?? (here.properties === undefined ? "" : "object");
		if (at.length > 0) {
			add("missing", at, undefined, is_required);
			add("null", at, null, is_required);
			for (const value of OTHER_KINDS[kind] ?? [])
				add(`of another kind ${JSON.stringify(value)}`, at, value, is_certain);
			if (closed) add("of another word", at, "no-such-word", is_certain);
			if (kind === "string") {
				add("empty", at, "", is_certain && (here.minLength ?? 0) > 0);
				add("too long", at, "x".repeat((here.maxLength ?? 20_000) + 1), is_certain && here.maxLength !== undefined);
				for (const text of ["\u0000", "\ud800"]) add(`with ${JSON.stringify(text)}`, at, text, true);
				add("with letters of all kinds", at, "🍕é\u202e'\";--", false);
			}
			if (kind === "number" || kind === "integer") {
				for (const value of [-1, 0.5, 2 ** 60]) add(`${value}`, at, value, false);
				if (here.minimum !== undefined) add("too small", at, here.minimum - 1, is_certain);
			}
			if (kind === "array") {
				add("no entry", at, [], is_certain && (here.minItems ?? 0) > 0);
				const [entry] = (valueAt(good, at) as unknown[]) ?? [];
				add("doubled", at, [entry, entry], false);
				add("very many", at, Array(2_000).fill(entry), false);
			}
		}
		for (const [key, inner] of Object.entries(here.properties ?? {}))
			visit(inner, [...at, key], here.required?.includes(key) ?? false);
		if (here.items !== undefined && Array.isArray(valueAt(good, at)) && (valueAt(good, at) as unknown[]).length > 0)
			visit(here.items, [...at, 0], false);
		for (const choice of [...(here.allOf ?? []), ...(here.anyOf ?? here.oneOf ?? []).slice(0, 1)])
			visit(choice, at, is_required);
	}

	function add(what: string, at: readonly (string | number)[], value: unknown, is_wrong: boolean): void {
		const raw = JSON.stringify(changed(good, at, value));
		faults.push({ what, param: `/${at.join("/")}`, raw, is_wrong: is_wrong && typeof at.at(-1) !== "number" });
	}
}

function valueAt(value: unknown, at: readonly (string | number)[]): unknown {
	return at.reduce((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
}

function changed(value: unknown, at: readonly (string | number)[], next: unknown): unknown {
	const [step, ...rest] = at;
	if (step === undefined) return next;
	if (Array.isArray(value)) return value.map((entry, index) => (index === step ? changed(entry, rest, next) : entry));
	return { ...(value as object), [step]: changed((value as Record<string, unknown>)[step], rest, next) };
}
